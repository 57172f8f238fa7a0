package io.servicegroup.tck.servers;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.coordination.Coordinators;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

import static org.awaitility.Awaitility.await;

/**
 * The base class of all contracts: starts one server for a test class. After each test it
 * closes the objects that the test has opened, in reverse order, and wipes the store.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreFixture {

	/**
	 * The members' timeout. In whole seconds, because some backends accept no others, and
	 * short enough to wait for.
	 */
	protected static final Duration TIMEOUT = StoreServer.SHORT_TIMEOUT;

	/** The time within which a dead member disappears. */
	protected static final Duration BOUND = TIMEOUT.plusSeconds(2);

	/**
	 * The time to recover after the server answers again: one heartbeat interval and a
	 * second.
	 */
	protected static final Duration RECOVERY = TIMEOUT.dividedBy(3).plusSeconds(1);

	/** The time for a process to start on a busy machine. */
	protected static final Duration LONG = Duration.ofSeconds(60);

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	protected final String group = "group" + COUNTER.incrementAndGet();

	protected StoreServer server;

	protected abstract StoreServer createServer();

	/**
	 * Returns the time to recover after an outage of the server. Override it if the
	 * client needs longer to reconnect.
	 */
	protected Duration recovery() {
		return RECOVERY;
	}

	@BeforeAll
	void startServer() {
		this.server = createServer();
		warmUp();
		this.server.wipe();
	}

	/**
	 * Connects until the server answers, because the first call of a JVM takes longer
	 * than the deadlines of the tests. The store is wiped afterwards.
	 */
	protected void warmUp() {
		ColdStart.start(url(), "first").close();
	}

	@AfterAll
	void closeServer() {
		this.server.close();
	}

	@AfterEach
	void closeAll() throws Exception {
		while (!this.opened.isEmpty()) {
			this.opened.pop().close();
		}
		this.server.wipe();
	}

	protected <T extends AutoCloseable> T opened(T closeable) {
		this.opened.push(closeable);
		return closeable;
	}

	/** Returns the members' timeout, which the server may shorten. */
	protected Duration timeout() {
		return this.server.timeout();
	}

	/** Returns the time within which a dead member disappears. */
	protected Duration bound() {
		return timeout().plusSeconds(2);
	}

	protected String url() {
		return this.server.url("timeout=" + timeout().toSeconds());
	}

	/** Creates a coordinator that is not started. */
	protected Coordinator create(String member) {
		return opened(Coordinators.get(url(), member));
	}

	public Coordinator coordinator(String member) {
		return started(url(), member);
	}

	/**
	 * Returns a started coordinator with a timeout of a minute, so that it needs no
	 * heartbeats during a test.
	 */
	protected Coordinator longLived(String member) {
		return started(this.server.url("timeout=60"), member);
	}

	protected Coordinator started(String url, String member) {
		Coordinator coordinator = opened(Coordinators.get(url, member));
		coordinator.start();
		return coordinator;
	}

	protected Coordinator joined(String member, Object capabilities) {
		Coordinator coordinator = coordinator(member);
		coordinator.joinGroupCreate(this.group, capabilities);
		return coordinator;
	}

	/** Returns a wait with a limit. A condition that throws fails the test. */
	public static ConditionFactory within(Duration limit) {
		return await().atMost(limit).pollInterval(Duration.ofMillis(50));
	}

	/**
	 * Returns a wait for a time when the store may not answer because it is frozen,
	 * killed, cut off, restarted or cold. A call that fails for this reason is repeated.
	 */
	protected static ConditionFactory withinDespiteFaults(Duration limit) {
		return within(limit).ignoreExceptionsMatching(
				(ex) -> ex instanceof OperationTimeoutException || ex instanceof StoreUnavailableException);
	}

	/**
	 * Starts a main class of the tests in a separate JVM that a test can freeze and kill.
	 */
	protected LocalProcess javaProcess(Class<?> main, String... arguments) {
		return opened(new LocalProcess(SmallJvm.command(main, arguments))).start();
	}

	/** Returns whether a call succeeds. A {@link CoordinationException} is a failure. */
	protected static boolean succeeds(Runnable attempt) {
		try {
			attempt.run();
			return true;
		}
		catch (CoordinationException ex) {
			return false;
		}
	}

	/**
	 * Runs work on a new thread, because the common pool may have only one thread.
	 */
	protected static <T> CompletableFuture<T> async(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start());
	}

	/**
	 * Waits until a condition is false. The result does not depend on how busy the
	 * machine is, because each check is timed at its start.
	 * @return the time from this call to the start of the last check that returned
	 * {@code true}
	 */
	protected static Duration lastHeld(BooleanSupplier held) {
		long begun = System.nanoTime();
		AtomicLong last = new AtomicLong(begun);
		withinDespiteFaults(BOUND).until(() -> {
			long asked = System.nanoTime();
			if (held.getAsBoolean()) {
				last.set(asked);
				return false;
			}
			return true;
		});
		return Duration.ofNanos(last.get() - begun);
	}

	/** Starts heartbeats of a coordinator, as in an application. */
	protected Coordinator beating(Coordinator coordinator) {
		opened(new Heart("heart-" + coordinator.memberId(), coordinator::heartbeat,
				() -> coordinator.shortestTimeout().dividedBy(3)))
			.start();
		return coordinator;
	}

}
