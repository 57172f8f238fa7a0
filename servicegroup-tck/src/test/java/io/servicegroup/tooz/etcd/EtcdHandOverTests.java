package io.servicegroup.tooz.etcd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.TcpProxy;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.spi.LockContender;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Releases of locks are reported to waiting contenders. */
class EtcdHandOverTests extends EtcdFixture {

	private static final int ROUNDS = 15;

	private final AtomicInteger wakes = new AtomicInteger();

	/** The test class has one instance. */
	@BeforeEach
	void reset() {
		this.wakes.set(0);
	}

	private EtcdBackend backend(String member) {
		return opened(new EtcdBackend(Coordinators.parse(url()), member));
	}

	private EtcdBackend patient(String member) {
		return opened(new EtcdBackend(Coordinators.parse(this.server.url("timeout=60")), member));
	}

	/** By polls it would take ten times an uncontended lock. */
	@Test
	void aReleaseIsHandedOverWithoutAPoll() {
		DistributedLock other = longLived("one").getLock("other");
		DistributedLock one = longLived("one").getLock("a");
		DistributedLock two = longLived("two").getLock("a");
		long[] took = new long[ROUNDS];
		long[] uncontended = new long[ROUNDS];
		for (int i = 0; i < ROUNDS; i++) {
			long start = System.nanoTime();
			other.acquireOrThrow(BOUND);
			other.release();
			uncontended[i] = System.nanoTime() - start;
			one.acquireOrThrow(BOUND);
			CompletableFuture<Long> acquired = async(() -> {
				two.acquireOrThrow(BOUND);
				return System.nanoTime();
			});
			within(BOUND).until(() -> probe().watchers() == 1);
			long begun = System.nanoTime();
			one.release();
			took[i] = acquired.join() - begun;
			two.release();
			within(BOUND).until(() -> probe().watchers() == 0);
		}
		Arrays.sort(took);
		Arrays.sort(uncontended);
		assertThat(took[ROUNDS / 2]).isLessThan(5 * uncontended[ROUNDS / 2]);
	}

	@Test
	void theEndOfALeaseWakesAContender() {
		LockContender holder = backend("one").lock("a");
		assertThat(holder.tryAcquire(false)).isTrue();
		LockContender waiting = backend("two").lock("a");
		try (Registration registration = waiting.onReleased(this.wakes::incrementAndGet)) {
			// Etcd confirms the watch.
			within(BOUND).until(() -> this.wakes.get() == 1);
			probe().revoke(probe().get("/tooz/locksa").get("lease").asLong());
			within(BOUND).until(() -> this.wakes.get() == 2);
		}
		within(BOUND).until(() -> probe().watchers() == 0);
	}

	/** A lease, and the key. Without a report, the key is read before. */
	@Test
	void aContenderThatIsWokenByAReleaseMakesTwoCalls() {
		LockContender holder = backend("one").lock("a");
		assertThat(holder.tryAcquire(false)).isTrue();
		LockContender waiting = backend("two").lock("a");
		try (Registration registration = waiting.onReleased(this.wakes::incrementAndGet)) {
			// The confirmation of the watch is no release.
			within(BOUND).until(() -> this.wakes.get() == 1);
			assertThat(calls(() -> assertThat(waiting.tryAcquire(false)).isFalse())).isOne();
			assertThat(calls(() -> assertThat(holder.release()).isTrue())).isOne();
			within(BOUND).until(() -> this.wakes.get() == 2);
			assertThat(calls(() -> assertThat(waiting.tryAcquire(false)).isTrue())).isEqualTo(2);
		}
		waiting.release();
	}

	/**
	 * The lease is left from the release before: it is renewed together with the rest.
	 */
	@Test
	void anAcquisitionSoonAfterAReleaseTakesOneRoundTrip() {
		TcpProxy proxy = opened(new TcpProxy(((EtcdServer) this.server).port()));
		LockContender one = opened(new EtcdBackend(Coordinators.parse(proxy.url(this.server.url("timeout=60"))), "one"))
			.lock("a");
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(one.release()).isTrue();
		assertThat(calls(() -> assertThat(one.tryAcquire(false)).isTrue())).isEqualTo(2);
		assertThat(one.release()).isTrue();
		proxy.delay(Duration.ofMillis(600));
		long begun = System.nanoTime();
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(600),
				Duration.ofMillis(1150));
		proxy.pass();
		assertThat(one.renew()).isTrue();
		assertThat(one.release()).isTrue();
	}

	@Test
	void theLeaseOfAReleasedLockEndsAndThatOfAHeldOneDoesNot() {
		EtcdBackend backend = patient("one");
		LockContender released = backend.lock("a");
		LockContender held = backend.lock("b");
		for (LockContender lock : List.of(released, held)) {
			assertThat(lock.tryAcquire(false)).isTrue();
			assertThat(lock.release()).isTrue();
		}
		assertThat(held.tryAcquire(false)).isTrue();
		within(BOUND).until(() -> probe().leases() == 1);
		within(BOUND).during(Duration.ofMillis(1500)).until(held::isHeld);
		assertThat(released.tryAcquire(false)).isTrue();
		assertThat(released.release()).isTrue();
		assertThat(held.release()).isTrue();
		within(BOUND).until(() -> probe().leases() == 0);
	}

	/** The lease is gone, and with it the key: another contender is the holder. */
	@Test
	void anAcquisitionAfterTheLeaseHasEndedFindsTheOtherHolder() {
		LockContender one = patient("one").lock("a");
		assertThat(one.tryAcquire(false)).isTrue();
		long lease = probe().get("/tooz/locksa").get("lease").asLong();
		assertThat(one.release()).isTrue();
		probe().revoke(lease);
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(one.isHeld()).isTrue();
		assertThat(one.release()).isTrue();
		LockContender two = patient("two").lock("a");
		assertThat(two.tryAcquire(false)).isTrue();
		assertThat(one.tryAcquire(false)).isFalse();
		assertThat(two.isHeld()).isTrue();
		assertThat(two.release()).isTrue();
		assertThat(one.tryAcquire(false)).isTrue();
		assertThat(one.release()).isTrue();
	}

	@Test
	void aClosedBackendLeavesNoLeaseOfAReleasedLock() {
		EtcdBackend backend = patient("one");
		LockContender lock = backend.lock("a");
		assertThat(lock.tryAcquire(false)).isTrue();
		assertThat(lock.release()).isTrue();
		backend.close();
		assertThat(probe().leases()).isZero();
	}

	/** Returns the number of calls that the server gets. */
	private int calls(Runnable work) {
		int before = probe().calls();
		work.run();
		return probe().calls() - before;
	}

	@Test
	void contendersOfOneBackendShareAWatchAndOneIsWoken() {
		EtcdBackend backend = backend("one");
		List<Registration> waiting = new ArrayList<>();
		AtomicInteger others = new AtomicInteger();
		for (int i = 0; i < 100; i++) {
			waiting.add(backend.lock("a").onReleased(this.wakes::incrementAndGet));
		}
		waiting.add(backend.lock("b").onReleased(others::incrementAndGet));
		within(BOUND).until(() -> this.wakes.get() == 1 && others.get() == 1);
		assertThat(probe().watchers()).isEqualTo(2);
		LockContender holder = backend("two").lock("a");
		for (int i = 2; i < 5; i++) {
			int expected = i;
			assertThat(holder.tryAcquire(false)).isTrue();
			assertThat(holder.release()).isTrue();
			within(BOUND).until(() -> this.wakes.get() == expected);
		}
		within(BOUND).during(Duration.ofMillis(200)).until(() -> this.wakes.get() == 4 && others.get() == 1);
		waiting.subList(0, 100).forEach(Registration::close);
		within(BOUND).until(() -> probe().watchers() == 1);
		waiting.forEach(Registration::close);
		within(BOUND).until(() -> probe().watchers() == 0);
	}

	@Test
	void waitingContinuesAfterTheServerRestarts() {
		Coordinator one = coordinator("one");
		one.getLock("a").acquireOrThrow(BOUND);
		DistributedLock waiting = longLived("two").getLock("a");
		CompletableFuture<Boolean> acquired = async(() -> waiting.acquire(LONG));
		within(BOUND).until(() -> probe().watchers() == 1);
		this.server.stop();
		this.server.restart();
		assertThat(acquired.join()).isTrue();
	}

	@Test
	void aClosedBackendHasNoWatch() {
		EtcdBackend backend = backend("one");
		Registration registration = backend.lock("a").onReleased(this.wakes::incrementAndGet);
		within(BOUND).until(() -> probe().watchers() == 1);
		backend.close();
		within(BOUND).until(() -> probe().watchers() == 0);
		registration.close();
		backend.lock("a").onReleased(this.wakes::incrementAndGet).close();
		assertThat(probe().watchers()).isZero();
	}

}
