package io.servicegroup.model;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One schedule: a store, a network, a clock and some processes, all determined by one
 * seed.
 */
class World {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	static final Duration HEARTBEAT = TIMEOUT.dividedBy(3);

	static final Duration POLL = Duration.ofSeconds(1);

	static final List<String> GROUPS = List.of("g", "h");

	private static final Duration UNTIL_QUIET = TIMEOUT.plus(HEARTBEAT.plusSeconds(1).multipliedBy(2));

	private final SplittableRandom random;

	private final Consumer<String> journal;

	private final Timeline timeline;

	private final SimulatedThread fate = new SimulatedThread();

	private final boolean sessions;

	private final SimulatedStore store;

	private final Network network;

	private final Rules rules = new Rules(this);

	private final List<Process> processes = new ArrayList<>();

	/** When the store last received a call of each member. */
	private final Map<String, Long> signs = new HashMap<>();

	private long harmedAt;

	private long skew;

	private int jumps;

	private boolean quiet;

	World(long seed, Consumer<String> journal) {
		this.random = new SplittableRandom(seed);
		this.journal = journal;
		this.timeline = new Timeline(this.rules::afterStep);
		this.sessions = random(2) == 0;
		this.store = store(this.sessions, this::now, this::changed);
		this.network = new Network(this);
	}

	/** Overridden to create a defective store. */
	SimulatedStore store(boolean withSessions, LongSupplier now, Consumer<String> changed) {
		return withSessions ? new SessionStore(now, TIMEOUT.toNanos(), changed)
				: new ExpiringStore(now, TIMEOUT.toNanos(), changed);
	}

	/**
	 * Overridden to simulate a backend that returns an empty group instead of an error.
	 */
	boolean hidesTrouble() {
		return false;
	}

	/** Runs the schedule, and returns the number of steps. */
	long run() {
		Faults faults = new Faults(this);
		long faultsEnd = faults.plan();
		this.timeline.run(faultsEnd);
		this.quiet = true;
		this.network.quieten();
		faults.end();
		note(null, "the faults have ended");
		this.timeline.run(now() + UNTIL_QUIET.toNanos());
		this.rules.quiet(UNTIL_QUIET);
		return this.timeline.steps();
	}

	int random(int bound) {
		return this.random.nextInt(bound);
	}

	long random() {
		return this.random.nextLong() >>> 1;
	}

	long now() {
		return this.timeline.now();
	}

	void in(long nanos, SimulatedThread thread, Runnable action) {
		this.timeline.in(nanos, thread, action);
	}

	/** Schedules a fault, which is dropped if the faults have ended by then. */
	void in(long nanos, Runnable fault) {
		this.timeline.in(nanos, this.fate, () -> {
			if (!this.quiet) {
				fault.run();
			}
		});
	}

	void pass(long nanos) {
		this.timeline.pass(nanos);
	}

	void resume(SimulatedThread thread) {
		this.timeline.resume(thread);
	}

	boolean hasSessions() {
		return this.sessions;
	}

	SimulatedStore store() {
		return this.store;
	}

	Network network() {
		return this.network;
	}

	Rules rules() {
		return this.rules;
	}

	List<Process> processes() {
		return this.processes;
	}

	Process launch(String id) {
		Process process = new Process(this, id, this.processes.size());
		this.processes.add(process);
		return process;
	}

	void note(Process who, String what) {
		if (this.journal != null) {
			this.journal.accept(now() / 1_000_000 + " ms: " + ((who != null) ? who + " " : "") + what);
		}
	}

	boolean isNoting() {
		return this.journal != null;
	}

	/** Records that the store has lost data, so that members may have to be restored. */
	void harmed() {
		this.harmedAt = now();
	}

	long harmedAt() {
		return this.harmedAt;
	}

	void heardOf(String member) {
		this.signs.put(member, now());
	}

	Long lastSign(String member) {
		return this.signs.get(member);
	}

	void evicts(SimulatedBackend client, String group) {
		this.store.entry(group, client.memberId()).ifPresent((entry) -> {
			if (entry.writer() != client) {
				throw this.rules.broken(Rule.DUPLICATE_HARMS_NOBODY,
						client.memberId() + " removes the other process with its id from " + group);
			}
		});
	}

	/** Notifies the watches. A push may be lost, late or duplicated. */
	private void changed(String group) {
		for (Process process : this.processes) {
			Observer observer = process.observers().get(group);
			if (observer != null && !process.isEnded()) {
				int fate = this.quiet ? 2 : random(10);
				for (int i = 0; i < Math.min(fate, 2) && !process.isCut(); i++) {
					in(random() % 300_000_000, process.client(), observer::push);
				}
			}
		}
	}

	void jump() {
		this.jumps++;
		this.skew += (random(2) == 0) ? 3_600_000 : -3_600_000;
	}

	int jumps() {
		return this.jumps;
	}

	/** Returns the wall clock, which may only be used for displayed times. */
	Clock clock() {
		return new Clock() {

			@Override
			public ZoneOffset getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(java.time.ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return Instant.ofEpochMilli(World.this.skew).plusNanos(now());
			}

		};
	}

	/**
	 * Whether it is undefined whether the member is registered. This is so in three
	 * cases: several live processes have its id; it has stopped, perhaps without reaching
	 * the store, and its session still lives; or a dead process has left an entry behind.
	 * In tooz's format a new process with the same id keeps such an entry alive, because
	 * the heartbeat key belongs to the id.
	 */
	boolean isOpen(String group, String id) {
		return live().filter((process) -> process.id().equals(id)).count() > 1
				|| this.sessions && live().anyMatch((process) -> process.id().equals(id) && process.isStopped())
				|| !this.sessions && this.store.entry(group, id)
					.filter((entry) -> this.processes.get((int) entry.writer().number()).isEnded())
					.isPresent();
	}

	private Stream<Process> live() {
		return this.processes.stream().filter((process) -> !process.isEnded());
	}

	/**
	 * Returns the members that should be registered in a group, with their capabilities.
	 */
	Map<String, Object> truth(String group) {
		return live().filter((process) -> !process.isStopped() && process.wanted().containsKey(group))
			.collect(Collectors.toMap(Process::id, (process) -> process.wanted().get(group), (one, other) -> one,
					TreeMap::new));
	}

}
