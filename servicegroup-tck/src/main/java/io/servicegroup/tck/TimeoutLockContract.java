package io.servicegroup.tck;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The contract for backends whose locks survive the connection of their holder until
 * their timeout. A try that is interrupted, or in progress during a stop, must release a
 * lock that the store grants late. The tests connect through a proxy that delays answers.
 */
public abstract class TimeoutLockContract extends LostLockContract {

	/**
	 * Returns a round-trip time that is longer than closing a connection, but short
	 * enough that a try and its release end by a deadline.
	 */
	protected Duration roundTrip() {
		return Duration.ofMillis(450);
	}

	protected TcpProxy proxy() {
		return opened(new TcpProxy(Coordinators.parse(url()).hosts().get(0).port()));
	}

	protected Coordinator behind(TcpProxy proxy) {
		return started(proxy.url(url()), "distant");
	}

	/** Returns a coordinator whose answers from the store a test can delay. */
	protected Distant distant() {
		TcpProxy proxy = proxy();
		return new Distant(behind(proxy), proxy::holdAnswers, proxy::delay, proxy::pass);
	}

	/**
	 * Waits until the thread is in its call, with a short poll so that the call is still
	 * in progress.
	 */
	private static void awaitCall(Thread caller) {
		await().pollInterval(Duration.ofMillis(5))
			.until(() -> caller.getState() == Thread.State.TIMED_WAITING || isSelecting(caller));
	}

	/** A thread that waits in a selector counts as running. */
	private static boolean isSelecting(Thread caller) {
		return Arrays.stream(caller.getStackTrace())
			.anyMatch(
					(frame) -> frame.getClassName().endsWith("SelectorImpl") && frame.getMethodName().equals("select"));
	}

	@Test
	void anInterruptEndsATryThatHangs() {
		Distant distant = distant();
		DistributedLock lock = distant.coordinator.getLock(this.name);
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		distant.holdAnswers.run();
		Thread trying = new Thread(() -> {
			assertThatExceptionOfType(CoordinationInterruptedException.class).isThrownBy(lock::acquire)
				.withMessageContaining("Interrupted");
			flag.complete(Thread.currentThread().isInterrupted());
		});
		trying.setUncaughtExceptionHandler((thread, ex) -> flag.completeExceptionally(ex));
		trying.start();
		awaitCall(trying);
		trying.interrupt();
		assertThat(flag).succeedsWithin(bound()).isEqualTo(true);
		distant.pass.run();
	}

	/**
	 * Interrupts a call while it waits for the store's answer, and returns its result.
	 */
	private static boolean interrupted(Distant distant, Supplier<Boolean> call) {
		CompletableFuture<Boolean> result = new CompletableFuture<>();
		distant.holdAnswers.run();
		Thread caller = new Thread(() -> {
			boolean done = call.get();
			result.complete(done && Thread.currentThread().isInterrupted());
		});
		caller.setUncaughtExceptionHandler((thread, ex) -> result.completeExceptionally(ex));
		caller.start();
		awaitCall(caller);
		caller.interrupt();
		// The interrupt has ended the wait, and the next call waits, if there is one.
		await().pollInterval(Duration.ofMillis(5)).until(() -> !caller.isInterrupted() || result.isDone());
		distant.pass.run();
		assertThat(result).succeedsWithin(BOUND);
		return result.join();
	}

	/** The store has granted the lock, and the waiting thread does not own it. */
	@Test
	void anInterruptDuringAWaitLeavesNoLock() {
		Distant distant = distant();
		DistributedLock one = distant.coordinator.getLock(this.name);
		assertThat(interrupted(distant, () -> !succeeds(one::acquire))).isTrue();
		assertThat(one.isAcquired()).isFalse();
		// Sooner than the timeout, and without a heartbeat.
		within(timeout().dividedBy(2)).until(lock("two")::tryLock);
	}

	@Test
	void anInterruptDuringATryOrAReleaseDoesNotEndIt() {
		Distant distant = distant();
		DistributedLock one = distant.coordinator.getLock(this.name);
		DistributedLock two = lock("two");
		assertThat(interrupted(distant, one::tryLock)).isTrue();
		assertThat(two.tryLock()).isFalse();
		assertThat(interrupted(distant, one::release)).isTrue();
		// Sooner than the timeout, and without a heartbeat.
		within(timeout().dividedBy(2)).until(two::tryLock);
	}

	/**
	 * Makes one call fail, so that closing the connection later does not wait for
	 * answers.
	 */
	private static void failACall(Coordinator distant) {
		Thread.currentThread().interrupt();
		assertThat(succeeds(distant::getGroups)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void stopReleasesALockThatATryInProgressIsGranted() {
		Distant distant = distant();
		DistributedLock lock = distant.coordinator.getLock(this.name);
		lock.acquireOrThrow(LONG).close();
		distant.delay.accept(roundTrip());
		failACall(distant.coordinator);
		Thread trying = new Thread(() -> succeeds(lock::acquire));
		trying.start();
		awaitCall(trying);
		distant.coordinator.stop();
		assertThat(lock.isAcquired()).isFalse();
		DistributedLock two = lock("two");
		// Checked for as long as a request that was already sent may still arrive.
		within(timeout().dividedBy(2)).during(roundTrip()).until(() -> two.acquire(false) && two.release());
	}

	/**
	 * A member, with actions that hold, delay and pass the store's answers to it.
	 */
	public record Distant(Coordinator coordinator, Runnable holdAnswers, Consumer<Duration> delay, Runnable pass) {
	}

}
