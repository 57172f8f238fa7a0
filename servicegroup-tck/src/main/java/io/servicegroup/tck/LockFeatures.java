package io.servicegroup.tck;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.UnsupportedFeatureException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contracts for what only some backends' locks can do. The lock tests of a backend
 * implement one of each pair; {@link LockContract} checks that it is the right one.
 */
public interface LockFeatures {

	/** Returns the server of this test. */
	StoreServer server();

	/** Returns the lock of this test. */
	DistributedLock lock(String member);

	/** Returns a started coordinator. */
	Coordinator coordinator(String member);

	private static void assertRefused(Feature feature, Runnable call) {
		assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(call::run)
			.satisfies((ex) -> assertThat(ex.feature()).isEqualTo(feature))
			.withMessageContaining("use");
	}

	/** {@link Feature#FENCING}. */
	interface Fencing extends LockFeatures {

		@Test
		default void fencingTokensIncreaseFromHolderToHolder() {
			List<DistributedLock> locks = List.of(lock("one"), lock("two"), lock("three"));
			assertThatExceptionOfType(CoordinationException.class).isThrownBy(locks.get(0)::fencingToken)
				.withMessageContaining("not held");
			long last = Long.MIN_VALUE;
			for (int round = 0; round < 12; round++) {
				try (DistributedLock held = locks.get(round % 3).acquireOrThrow(Duration.ofSeconds(5))) {
					long token = held.fencingToken().getAsLong();
					assertThat(token).isGreaterThan(last).isEqualTo(held.fencingToken().getAsLong());
					last = token;
				}
			}
		}

	}

	/** {@link Feature#FENCING}, on a server that starts without data. */
	interface FencingWithoutData extends Fencing {

		@Test
		default void fencingTokensIncreaseAfterTheStoreHasLostItsData() {
			DistributedLock lock = lock("one");
			long last = 0;
			for (int i = 0; i < 5; i++) {
				lock.acquire();
				last = lock.fencingToken().getAsLong();
				lock.release();
			}
			server().stop();
			server().start();
			StoreFixture.within(Duration.ofSeconds(60))
				.ignoreExceptionsInstanceOf(CoordinationException.class)
				.until(() -> lock.acquire(false));
			assertThat(lock.fencingToken().getAsLong()).isGreaterThan(last);
		}

	}

	/** No {@link Feature#FENCING}. */
	interface NoFencing extends LockFeatures {

		@Test
		default void aLockHasNoFencingToken() {
			DistributedLock one = lock("one");
			one.acquire();
			assertThat(one.fencingToken()).isEmpty();
		}

	}

	/** {@link Feature#BREAKING}. */
	interface Breaking extends LockFeatures {

		@Test
		default void aBrokenLockCanBeAcquiredAndItsHolderIsNotified() {
			DistributedLock one = lock("one");
			DistributedLock two = lock("two");
			AtomicInteger lost = new AtomicInteger();
			one.onLost(lost::incrementAndGet);
			one.acquire();
			assertThat(two.breakLock()).isTrue();
			assertThat(two.acquire(false)).isTrue();
			assertThat(one.isStillOwner()).isFalse();
			assertThat(one.release()).isFalse();
			assertThat(lock("three").acquire(false)).isFalse();
			assertThat(two.isStillOwner()).isTrue();
			StoreFixture.within(Duration.ofSeconds(1)).until(() -> lost.get() == 1);
			assertThat(two.breakLock()).isTrue();
			AtomicInteger seen = new AtomicInteger();
			two.onLost(seen::incrementAndGet);
			assertThat(two.isAcquired()).isTrue();
			assertThat(one.acquire(false)).isTrue();
			assertThat(one.release()).isTrue();
			assertThat(two.breakLock()).isFalse();
		}

		@Test
		default void aHolderIsNotifiedOnceWhicheverCallFindsTheLoss() {
			DistributedLock breaker = lock("two");
			Coordinator member = coordinator("one");
			DistributedLock one = member.getLock(breaker.name());
			AtomicInteger lost = new AtomicInteger();
			one.onLost(lost::incrementAndGet);
			List<Runnable> calls = List.of(one::release, one::isStillOwner, member::heartbeat);
			for (int first = 0; first < calls.size(); first++) {
				int losses = first + 1;
				assertThat(one.acquire(false)).isTrue();
				assertThat(breaker.breakLock()).isTrue();
				calls.get(first).run();
				StoreFixture.within(Duration.ofSeconds(1)).until(() -> lost.get() == losses);
				calls.forEach(Runnable::run);
				assertThat(one.isAcquired()).isFalse();
			}
			assertThat(one.acquire(false)).isTrue();
			assertThat(one.release()).isTrue();
			StoreFixture.within(Duration.ofSeconds(1))
				.during(Duration.ofMillis(200))
				.until(() -> lost.get() == calls.size());
		}

		@Test
		default void aHeartbeatDetectsABrokenLock() {
			Coordinator one = coordinator("one");
			DistributedLock lock = one.getLock(lock("two").name());
			AtomicInteger lost = new AtomicInteger();
			lock.onLost(() -> {
				throw new IllegalStateException("on purpose");
			});
			lock.onLost(lost::incrementAndGet);
			lock.acquire();
			one.heartbeat();
			assertThat(lock.isAcquired()).isTrue();
			lock("two").breakLock();
			one.heartbeat();
			assertThat(lock.isAcquired()).isFalse();
			StoreFixture.within(Duration.ofSeconds(1)).until(() -> lost.get() == 1);
			assertThat(lock.release()).isFalse();
			assertThat(lock.acquire(false)).isTrue();
			assertThat(lock.isStillOwner()).isTrue();
		}

	}

	/** No {@link Feature#BREAKING}. */
	interface NoBreaking extends LockFeatures {

		@Test
		default void breakingALockIsRefused() {
			DistributedLock one = lock("one");
			one.acquire();
			assertThatExceptionOfType(UnsupportedFeatureException.class).isThrownBy(lock("two")::breakLock)
				.satisfies((ex) -> assertThat(ex.feature()).isEqualTo(Feature.BREAKING));
			assertThat(one.isStillOwner()).isTrue();
		}

	}

	/** {@link Feature#SHARED_LOCKS}. */
	interface Sharing extends LockFeatures {

		@Test
		default void sharedLocksAreShared() {
			DistributedLock one = lock("one");
			DistributedLock two = lock("two");
			DistributedLock three = lock("three");
			assertThat(one.acquireShared(Duration.ZERO)).isTrue();
			assertThat(one.acquireShared(Duration.ZERO)).isTrue();
			assertThat(two.acquireShared(Duration.ZERO)).isTrue();
			assertThat(three.acquire(false)).isFalse();
			assertThat(one.release()).isTrue();
			assertThat(one.release()).isTrue();
			assertThat(one.release()).isFalse();
			assertThat(three.acquire(false)).isFalse();
			assertThat(two.release()).isTrue();
			assertThat(three.acquire(false)).isTrue();
			assertThat(two.acquireShared(Duration.ZERO)).isFalse();
		}

	}

	/** No {@link Feature#SHARED_LOCKS}. */
	interface NoSharing extends LockFeatures {

		@Test
		default void sharedLocksAreRefused() {
			DistributedLock one = lock("one");
			assertRefused(Feature.SHARED_LOCKS, () -> one.acquireShared(Duration.ZERO));
		}

	}

}
