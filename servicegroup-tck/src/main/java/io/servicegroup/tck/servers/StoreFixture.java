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
 * A server for a test class. All that a test opened is closed behind it, the last one
 * first, and the store is wiped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class StoreFixture {

	/** Whole seconds, for all backends' sake; small enough to wait for. */
	protected static final Duration TIMEOUT = Duration.ofSeconds(4);

	/** Within this time a dead member is listed no more. */
	protected static final Duration BOUND = TIMEOUT.plusSeconds(2);

	/** What is promised after the server answers again: one heartbeat and a second. */
	protected static final Duration RECOVERY = TIMEOUT.dividedBy(3).plusSeconds(1);

	/** For another process to start on a machine that is busy. */
	protected static final Duration LONG = Duration.ofSeconds(60);

	/** For the first call of a JVM. */
	private static final Duration COLD = Duration.ofSeconds(20);

	private static final AtomicInteger COUNTER = new AtomicInteger();

	private final Deque<AutoCloseable> opened = new ArrayDeque<>();

	protected final String group = "group" + COUNTER.incrementAndGet();

	protected StoreServer server;

	protected abstract StoreServer createServer();

	/** What is promised after the server was away: the client may take its time. */
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
	 * Connects until it is answered: the first call of a JVM that is cold takes longer
	 * than any deadline here. What that leaves in the store is wiped.
	 */
	protected void warmUp() {
		withinDespiteFaults(COLD).untilAsserted(() -> {
			try (Coordinator first = Coordinators.get(url(), "first")) {
				first.start();
			}
		});
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

	/** The members' timeout: the server's own, if it takes a shorter one. */
	protected Duration timeout() {
		return this.server.timeout();
	}

	/** Within this time a dead member is listed no more. */
	protected Duration bound() {
		return timeout().plusSeconds(2);
	}

	protected String url() {
		return this.server.url("timeout=" + timeout().toSeconds());
	}

	/** A coordinator that is not started. */
	protected Coordinator create(String member) {
		return opened(Coordinators.get(url(), member));
	}

	protected Coordinator coordinator(String member) {
		return started(url(), member);
	}

	/** One that need not beat while a test takes its time: a minute. */
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

	/** Waits; a condition that throws fails the test. */
	public static ConditionFactory within(Duration limit) {
		return await().atMost(limit).pollInterval(Duration.ofMillis(50));
	}

	/**
	 * Waits while the store may not answer, because it is frozen, killed, cut off,
	 * restarted or cold: a call that fails for this reason is repeated.
	 */
	protected static ConditionFactory withinDespiteFaults(Duration limit) {
		return within(limit).ignoreExceptionsMatching(
				(ex) -> ex instanceof OperationTimeoutException || ex instanceof StoreUnavailableException);
	}

	/** A main class of the tests in a JVM of its own, to be frozen and killed. */
	protected LocalProcess javaProcess(Class<?> main, String... arguments) {
		return opened(new LocalProcess(SmallJvm.command(main, arguments))).start();
	}

	/** Tries as an application's heart would. */
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
	 * Works on a thread of its own: the common pool may have but one, and others wait.
	 */
	protected static <T> CompletableFuture<T> async(Supplier<T> work) {
		return CompletableFuture.supplyAsync(work, (task) -> new Thread(task).start());
	}

	/**
	 * Waits until something holds no more. Whatever else the machine does, no answer is
	 * counted that was asked for earlier.
	 * @return how long after this call the last question was asked that it still answered
	 * with yes
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

	/** Has a coordinator beat as in an application. */
	protected Coordinator beating(Coordinator coordinator) {
		opened(new Heart("heart-" + coordinator.memberId(), coordinator::heartbeat,
				() -> coordinator.shortestTimeout().dividedBy(3)))
			.start();
		return coordinator;
	}

}
