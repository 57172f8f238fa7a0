package io.servicegroup.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;

import io.servicegroup.tck.servers.StoreServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One group of a store with two observers, to which faults and members are added. A store
 * without groups has no observers. Used by one thread.
 */
final class FaultEnvironment implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	static final Duration HEARTBEAT = TIMEOUT.dividedBy(3);

	/** The promised limit of a recovery: one heartbeat and a second. */
	static final Duration RECOVERY = HEARTBEAT.plusSeconds(1);

	/** The promised limit until a dead member is reported as having left. */
	static final Duration DETECTION = TIMEOUT.plusSeconds(1);

	static final String GROUP = "faults";

	/** Limit of a JVM's start on a busy machine. */
	static final Duration START = Duration.ofSeconds(60);

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private final FaultBackend backend;

	private final boolean quick;

	private final Random random;

	private final StoreServer server;

	private final List<LocalObserver> observers = new ArrayList<>();

	private final List<MemberProcess> members = new ArrayList<>();

	FaultEnvironment(FaultBackend backend, StoreServer server, boolean quick, long seed) {
		this.backend = backend;
		this.quick = quick;
		this.random = new Random(seed);
		this.server = server;
		if (backend.hasGroups()) {
			observer("quick-observer", url(), Duration.ofMillis(300));
			// Without push, a poll interval of one second would use up all of DETECTION.
			observer("slow-observer", url(), Duration.ofMillis(900));
		}
	}

	/**
	 * Registers an object that {@link #close} closes, in reverse order, and returns it.
	 */
	<T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	FaultBackend backend() {
		return this.backend;
	}

	StoreServer server() {
		return this.server;
	}

	Random random() {
		return this.random;
	}

	String url() {
		return this.server.url("timeout=" + TIMEOUT.toSeconds());
	}

	/** Returns the number of rounds for a full or a quick run. */
	int rounds(int full, int quickly) {
		return this.quick ? quickly : full;
	}

	LocalObserver observer(String name, String url, Duration poll) {
		LocalObserver observer = opened(new LocalObserver(name, url, GROUP, poll));
		this.observers.add(observer);
		return observer;
	}

	List<LocalObserver> observers() {
		return this.observers;
	}

	/** Returns the members that were started and not removed. */
	List<MemberProcess> members() {
		return this.members;
	}

	/** Returns all observers of the group, including the members. */
	List<GroupObserver> allObservers() {
		List<GroupObserver> all = new ArrayList<>(this.observers);
		all.addAll(this.members);
		return all;
	}

	/** Starts a member and waits until all observers have seen it join. */
	MemberProcess member(String name) {
		return member(name, url());
	}

	MemberProcess member(String name, String url) {
		return member(name, url, List.of());
	}

	/** Starts a member by a launcher, a command that runs the member's own command. */
	MemberProcess member(String name, String url, List<String> launcher) {
		long start = System.nanoTime();
		MemberProcess member = startMember(name, url, launcher);
		boolean seen = waitFor(START, () -> allObservers().stream()
			.allMatch((one) -> !one.since(start, Observation.Kind.JOINED, name).isEmpty()));
		if (!seen) {
			throw new IllegalStateException(
					"Not all observers saw " + name + " join. Output: " + member.process().output());
		}
		return member;
	}

	/** Returns the member of this name, or starts it if there is none. */
	MemberProcess runningOr(String name, Function<String, MemberProcess> start) {
		return this.members.stream()
			.filter((member) -> member.name().equals(name))
			.findFirst()
			.orElseGet(() -> start.apply(name));
	}

	MemberProcess startMember(String name, String url, List<String> launcher) {
		MemberProcess member = opened(new MemberProcess(name, url, GROUP, launcher));
		this.members.add(member);
		return member;
	}

	/** Kills a member's process, if it is still running, and removes the member. */
	void remove(MemberProcess member) {
		member.close();
		this.members.remove(member);
		this.opened.remove(member);
	}

	/** Waits for a condition, and returns whether it became true within the limit. */
	boolean waitFor(Duration limit, Callable<Boolean> condition) {
		try {
			Awaitility.await()
				.atMost(limit)
				.pollDelay(Duration.ZERO)
				.pollInterval(Duration.ofMillis(20))
				.until(condition);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
	}

	/**
	 * Returns how long a fault lasts. Below one timeout, it is a share of the time that
	 * the store guarantees. memcached counts whole seconds and may expire a key one
	 * second early.
	 */
	Duration durationOf(double timeouts) {
		long millis = ((timeouts < 1) ? granted() : TIMEOUT).toMillis();
		return Duration.ofMillis((long) (millis * timeouts));
	}

	private Duration granted() {
		return (this.backend == FaultBackend.MEMCACHED) ? TIMEOUT.minusSeconds(1) : TIMEOUT;
	}

	/**
	 * Returns the earliest time of DOWN after a fault. The last successful heartbeat was
	 * at most one interval before the fault.
	 */
	Duration earliestDown() {
		return granted().multipliedBy(2).dividedBy(3);
	}

	/** Sleeps, as part of a fault's duration. */
	static void sleep(Duration time) throws InterruptedException {
		// On a busy machine, the rest of the time may be over.
		Thread.sleep(Math.max(0, time.toMillis()));
	}

	/**
	 * Sleeps for a random part of the heartbeat interval, so that faults hit any phase of
	 * it.
	 */
	void sleepUpToAHeartbeat() throws InterruptedException {
		Thread.sleep(this.random.nextLong(HEARTBEAT.toMillis()));
	}

	/**
	 * Waits until all observers are healthy. One that is stale already, on a busy
	 * machine, could not show that a fault made it so.
	 */
	void awaitHealthy() {
		if (!waitFor(START, () -> allObservers().stream().allMatch(GroupObserver::isHealthy))) {
			throw new IllegalStateException("Not all observers are healthy before the fault");
		}
	}

	static Duration between(long from, long to) {
		return Duration.ofNanos(to - from);
	}

	/**
	 * Writes the output of the members and the server to {@code target/faults}, to
	 * diagnose violations.
	 */
	void keepOutput(String fault) throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "faults",
				(this.backend + "-" + fault).toLowerCase(Locale.ROOT).replaceAll("\\W+", "-")));
		for (MemberProcess member : this.members) {
			Files.writeString(directory.resolve(member + ".log"), member.process().output());
		}
		if (this.backend.isServer()) {
			Files.writeString(directory.resolve("server.log"), this.server.process().output());
		}
	}

	@Override
	public void close() {
		while (!this.opened.isEmpty()) {
			try {
				this.opened.pop().close();
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}
	}

}
