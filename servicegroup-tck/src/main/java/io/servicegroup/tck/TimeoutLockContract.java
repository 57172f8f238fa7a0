package io.servicegroup.tck;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * What the backends promise on which a lock outlives its holder's connection, until its
 * timeout: what was begun is given back. The network is a proxy's.
 */
public abstract class TimeoutLockContract extends LostLockContract {

	/** Longer than a closing takes, but a try and its withdrawal fit into a deadline. */
	protected Duration roundTrip() {
		return Duration.ofMillis(450);
	}

	protected TcpProxy proxy() {
		return opened(new TcpProxy(Coordinators.parse(url()).hosts().get(0).port()));
	}

	protected Coordinator behind(TcpProxy proxy) {
		return started(proxy.url(url()), "distant");
	}

	/** A coordinator whose answers a test may hold back. */
	protected Distant distant() {
		TcpProxy proxy = proxy();
		return new Distant(behind(proxy), proxy::holdAnswers, proxy::delay, proxy::pass);
	}

	/** Soon enough for the call to be under way still. */
	private static void awaitCall(Thread caller) {
		await().pollInterval(Duration.ofMillis(5)).until(() -> caller.getState() == Thread.State.TIMED_WAITING);
	}

	@Test
	void anInterruptEndsATryThatHangs() {
		Distant distant = distant();
		DistributedLock lock = distant.coordinator.getLock(this.name);
		CompletableFuture<Boolean> flag = new CompletableFuture<>();
		distant.holdAnswers.run();
		Thread trying = new Thread(() -> {
			assertThatExceptionOfType(OperationTimeoutException.class).isThrownBy(lock::acquire)
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

	/** After it, closing the connection waits for nothing. */
	private static void failACall(Coordinator distant) {
		Thread.currentThread().interrupt();
		assertThat(succeeds(distant::getGroups)).isFalse();
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void aStopGivesBackWhatATryUnderWayIsGiven() {
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
		// For as long as something that was sent may still arrive.
		within(timeout().dividedBy(2)).during(roundTrip()).until(() -> two.acquire(false) && two.release());
	}

	/**
	 * A member, and what a test may do to the store's answers to it.
	 */
	public record Distant(Coordinator coordinator, Runnable holdAnswers, Consumer<Duration> delay, Runnable pass) {
	}

}
