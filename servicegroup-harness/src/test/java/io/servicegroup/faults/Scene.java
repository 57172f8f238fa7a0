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

import io.servicegroup.tck.servers.StoreServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/**
 * One store with a group: two observers follow it, members come and suffer. Used by one
 * thread.
 */
final class Scene implements AutoCloseable {

	static final Duration TIMEOUT = Duration.ofSeconds(4);

	static final Duration HEARTBEAT = TIMEOUT.dividedBy(3);

	/** What is promised for coming back: one heartbeat and a second. */
	static final Duration RECOVERY = HEARTBEAT.plusSeconds(1);

	/** What is promised for being found dead. */
	static final Duration DETECTION = TIMEOUT.plusSeconds(1);

	static final String GROUP = "faults";

	/** For a JVM to start on a busy machine. */
	static final Duration START = Duration.ofSeconds(60);

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	private final FaultBackend backend;

	private final boolean quick;

	private final Random random;

	private final StoreServer server;

	private final List<Observer> observers = new ArrayList<>();

	private final List<MemberProcess> members = new ArrayList<>();

	Scene(FaultBackend backend, boolean quick, long seed) {
		this.backend = backend;
		this.quick = quick;
		this.random = new Random(seed);
		this.server = opened(backend.start());
		observer("quick-observer", url(), Duration.ofMillis(300));
		// Without push, a whole second after the timeout would leave no time to read.
		observer("slow-observer", url(), Duration.ofMillis(900));
	}

	/** Closed with the scene, the last one first. */
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

	/** How often a fault strikes: in a quick run not as often. */
	int rounds(int full, int quickly) {
		return this.quick ? quickly : full;
	}

	Observer observer(String name, String url, Duration poll) {
		Observer observer = opened(new Observer(name, url, GROUP, poll));
		this.observers.add(observer);
		return observer;
	}

	List<Observer> observers() {
		return this.observers;
	}

	/** The members that were started and not dismissed. */
	List<MemberProcess> members() {
		return this.members;
	}

	/** Observers and members: all who follow the group. */
	List<Observing> everybody() {
		List<Observing> all = new ArrayList<>(this.observers);
		all.addAll(this.members);
		return all;
	}

	/** Starts a member and waits until everybody has seen it join. */
	MemberProcess member(String name) {
		return member(name, url());
	}

	MemberProcess member(String name, String url) {
		return member(name, url, List.of());
	}

	/** By a launcher, which takes the command of the member's own process. */
	MemberProcess member(String name, String url, List<String> launcher) {
		long begun = System.nanoTime();
		MemberProcess member = startMember(name, url, launcher);
		boolean seen = comes(START,
				() -> everybody().stream().allMatch((one) -> !one.since(begun, Sighting.Kind.JOINED, name).isEmpty()));
		if (!seen) {
			throw new IllegalStateException("Not all see " + name + " join; it printed: " + member.process().output());
		}
		return member;
	}

	MemberProcess startMember(String name, String url, List<String> launcher) {
		MemberProcess member = opened(new MemberProcess(name, url, GROUP, launcher));
		this.members.add(member);
		return member;
	}

	/** Ends a member's process, if it still runs, and counts it among them no more. */
	void dismiss(MemberProcess member) {
		member.close();
		this.members.remove(member);
		this.opened.remove(member);
	}

	/** Waits and tells whether the condition has come about. */
	boolean comes(Duration limit, Callable<Boolean> condition) {
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
	 * How long a fault lasts. What is shorter than a timeout is measured by the time that
	 * the store grants for certain: memcached counts whole seconds, and may count one
	 * less.
	 */
	Duration lasting(double timeouts) {
		long millis = ((timeouts < 1) ? granted() : TIMEOUT).toMillis();
		return Duration.ofMillis((long) (millis * timeouts));
	}

	private Duration granted() {
		return (this.backend == FaultBackend.MEMCACHED) ? TIMEOUT.minusSeconds(1) : TIMEOUT;
	}

	/**
	 * DOWN may be no earlier: the last heartbeat that got through was one before the
	 * fault.
	 */
	Duration earliestDown() {
		return granted().multipliedBy(2).dividedBy(3);
	}

	/** Lets time pass, as a fault that lasts does. */
	static void last(Duration time) throws InterruptedException {
		Thread.sleep(time.toMillis());
	}

	/** Comes at any phase of the hearts. */
	void lastUpToAHeartbeat() throws InterruptedException {
		Thread.sleep(this.random.nextLong(HEARTBEAT.toMillis()));
	}

	static Duration between(long from, long to) {
		return Duration.ofNanos(to - from);
	}

	/**
	 * Leaves what the members and the server have printed for whoever wants to know why.
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
	public void close() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
	}

}
