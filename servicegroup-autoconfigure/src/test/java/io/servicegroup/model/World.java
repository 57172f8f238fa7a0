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
 * One schedule: a store, a network, a clock and some processes, all out of one seed.
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

	private final Lane fate = new Lane();

	private final boolean sessions;

	private final SimulatedStore store;

	private final Network network;

	private final Rules rules = new Rules(this);

	private final List<Process> processes = new ArrayList<>();

	/** When the store last heard of each member. */
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

	/** To be overridden by a store that breaks its promises. */
	SimulatedStore store(boolean withSessions, LongSupplier now, Consumer<String> changed) {
		return withSessions ? new SessionStore(now, TIMEOUT.toNanos(), changed)
				: new ExpiringStore(now, TIMEOUT.toNanos(), changed);
	}

	/** To be overridden by a backend that lists nobody when it cannot ask. */
	boolean hidesTrouble() {
		return false;
	}

	/** Runs it all; returns the number of steps. */
	long run() {
		Faults disasters = new Faults(this);
		long trouble = disasters.plan();
		this.timeline.run(trouble);
		this.quiet = true;
		this.network.quieten();
		disasters.end();
		note(null, "all is quiet");
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

	void in(long nanos, Lane lane, Runnable action) {
		this.timeline.in(nanos, lane, action);
	}

	/** Once all is quiet, nothing more happens. */
	void in(long nanos, Runnable disaster) {
		this.timeline.in(nanos, this.fate, () -> {
			if (!this.quiet) {
				disaster.run();
			}
		});
	}

	void pass(long nanos) {
		this.timeline.pass(nanos);
	}

	void resume(Lane lane) {
		this.timeline.resume(lane);
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

	/** Members may have to be healed from now on. */
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

	/** Tells those who watch; a push may be lost, late, or come twice. */
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

	/** The wall clock, by which nothing may go but what people read. */
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
	 * Whether it is left open whether the member stands there: several live processes
	 * bear its id; it has stopped, perhaps in vain, and its session lasts; or a dead one
	 * has left its entry behind, which tooz's format has a new process of that id keep
	 * alive where the sign of life is the id's.
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

	/** Who should stand in a group, with what. */
	Map<String, Object> truth(String group) {
		return live().filter((process) -> !process.isStopped() && process.wanted().containsKey(group))
			.collect(Collectors.toMap(Process::id, (process) -> process.wanted().get(group), (one, other) -> one,
					TreeMap::new));
	}

}
