package io.servicegroup.tck;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.LockNotAcquiredException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for locks while the server works. A lock must exclude all other contenders
 * until it is released or broken, whichever process or thread they are in. Waits must end
 * soon after a release, at their limit, on an interrupt and on a stop. Heartbeats must
 * keep a lock beyond its timeout. The tests of a backend also implement one of each pair
 * of {@link LockFeatures}.
 */
public abstract class LockContract extends StoreFixture implements LockFeatures {

	protected final String name = "lock-" + this.group;

	@Override
	public DistributedLock lock(String member) {
		return coordinator(member).getLock(this.name);
	}

	@Override
	public StoreServer server() {
		return this.server;
	}

	/** Acquires a lock on another thread. */
	protected static CompletableFuture<Boolean> acquiring(DistributedLock lock, Duration limit) {
		return async(() -> lock.acquire(limit));
	}

	@Test
	void aLockExcludesTheOthersUntilItIsReleased() {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		assertThat(one.acquire(false)).isTrue();
		assertThat(one.isAcquired()).isTrue();
		assertThat(one.isStillOwner()).isTrue();
		assertThat(two.acquire(false)).isFalse();
		assertThat(two.isAcquired()).isFalse();
		assertThat(two.isStillOwner()).isFalse();
		assertThat(two.release()).isFalse();
		assertThat(one.isStillOwner()).isTrue();
		assertThat(one.release()).isTrue();
		assertThat(one.isStillOwner()).isFalse();
		assertThat(one.release()).isFalse();
		assertThat(two.acquire(false)).isTrue();
		assertThat(one.acquire(false)).isFalse();
		assertThat(two.release()).isTrue();
	}

	@Test
	void twoLocksOfOneCoordinatorExcludeEachOther() {
		Coordinator one = coordinator("one");
		DistributedLock first = one.getLock(this.name);
		DistributedLock second = one.getLock(this.name);
		first.acquire();
		assertThat(first.isAcquired()).isTrue();
		assertThat(second.acquire(false)).isFalse();
		assertThat(second.release()).isFalse();
		assertThat(one.getLock(this.name + "-b").acquire(false)).isTrue();
		assertThat(first.isStillOwner()).isTrue();
		assertThat(first.release()).isTrue();
		assertThat(second.acquire(false)).isTrue();
	}

	@Test
	void aLockBelongsToItsObjectAndNotToAThread() {
		DistributedLock lock = lock("one");
		assertThat(lock.acquire(false)).isTrue();
		assertThat(lock.acquire(false)).isFalse();
		CompletableFuture<Boolean> other = acquiring(lock, LONG);
		assertThat(async(lock::release).join()).isTrue();
		assertThat(other.join()).isTrue();
		assertThat(lock.release()).isTrue();
	}

	@Test
	void aWaitEndsSoonAfterTheRelease() throws Exception {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		one.acquire();
		CompletableFuture<Boolean> waiting = acquiring(two, LONG);
		assertThat(waiting.completeOnTimeout(null, 600, TimeUnit.MILLISECONDS).get()).isNull();
		one.release();
		within(Duration.ofSeconds(2)).until(two::isAcquired);
		// Started only now: a store without a queue grants the lock to waiting
		// contenders in any order.
		CompletableFuture<Boolean> again = acquiring(lock("three"), LONG);
		assertThat(again).isNotDone();
		two.release();
		assertThat(again.get(2, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void aWaitEndsAtItsLimit() {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		one.acquire();
		long begun = System.nanoTime();
		assertThat(two.acquire(Duration.ofMillis(700))).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(690),
				Duration.ofMillis(2000));
		assertThat(one.release()).isTrue();
		assertThat(two.acquire(Duration.ZERO)).isTrue();
	}

	@Test
	void anInterruptEndsAWait() throws InterruptedException {
		lock("one").acquire();
		DistributedLock two = lock("two");
		CompletableFuture<String> outcome = new CompletableFuture<>();
		Thread waiting = new Thread(() -> {
			try {
				two.acquire();
				outcome.complete("acquired");
			}
			catch (CoordinationInterruptedException ex) {
				outcome.complete("interrupted: " + Thread.currentThread().isInterrupted());
			}
		});
		waiting.start();
		within(LONG).until(() -> waiting.getState() == Thread.State.TIMED_WAITING);
		waiting.interrupt();
		assertThat(outcome.completeOnTimeout("late", 5, TimeUnit.SECONDS).join()).isEqualTo("interrupted: true");
	}

	@Test
	void anInterruptIsAnExceptionOfItsOwn() {
		Coordinator one = coordinator("one");
		DistributedLock held = one.getLock(this.name + "-held");
		DistributedLock lock = one.getLock(this.name);
		held.acquire();
		InterruptedCalls.check(one::heartbeat, held::isStillOwner, () -> lock.acquire(false), lock::release,
				() -> lock.acquire(LONG), lock::release, held::release);
		// Retries releases whose call was interrupted.
		one.heartbeat();
		assertThat(lock("two").acquire(LONG)).isTrue();
		assertThat(held.acquire(LONG)).isTrue();
	}

	/** Runs a call with the interrupt flag set, and checks that the flag survives. */
	private static boolean flagged(Callable<Boolean> call) throws Exception {
		Thread.currentThread().interrupt();
		try {
			return call.call();
		}
		finally {
			assertThat(Thread.interrupted()).as("interrupt flag").isTrue();
		}
	}

	@Test
	void anInterruptPreventsNeitherATryNorARelease() throws Exception {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		for (Callable<Boolean> tries : List.<Callable<Boolean>>of(one::tryLock, () -> one.acquire(false), () -> {
			one.lock();
			return true;
		})) {
			assertThat(flagged(tries)).isTrue();
			assertThat(one.isStillOwner()).isTrue();
			assertThat(flagged(two::tryLock)).isFalse();
			assertThat(flagged(one::release)).isTrue();
			// No heartbeat and no timeout has released it.
			assertThat(two.tryLock()).isTrue();
			assertThat(two.release()).isTrue();
		}
	}

	@Test
	void anInterruptedWaitLeavesNoLock() {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		for (ThrowingCallable wait : List.<ThrowingCallable>of(one::lockInterruptibly,
				() -> one.tryLock(0, TimeUnit.SECONDS), () -> one.tryLock(60, TimeUnit.SECONDS))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(InterruptedException.class).isThrownBy(wait);
			assertThat(Thread.interrupted()).isFalse();
			assertThat(two.tryLock()).isTrue();
			two.unlock();
		}
		for (ThrowingCallable wait : List.<ThrowingCallable>of(one::acquire, () -> one.acquire(Duration.ZERO),
				() -> one.acquire(LONG))) {
			Thread.currentThread().interrupt();
			assertThatExceptionOfType(CoordinationInterruptedException.class).isThrownBy(wait);
			assertThat(Thread.interrupted()).isTrue();
			assertThat(two.tryLock()).isTrue();
			two.unlock();
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { Long.MAX_VALUE, Long.MAX_VALUE / 1_000 })
	void anyLimitIsAccepted(long seconds) throws Exception {
		DistributedLock one = lock("one");
		assertThat(one.acquire(Duration.ofSeconds(seconds))).isTrue();
		one.unlock();
		assertThat(one.tryLock(seconds, TimeUnit.DAYS)).isTrue();
		CompletableFuture<Boolean> waiting = acquiring(lock("two"), Duration.ofSeconds(seconds));
		one.unlock();
		assertThat(waiting).succeedsWithin(LONG).isEqualTo(true);
		assertThat(one.acquire(Duration.ofSeconds(Long.MIN_VALUE))).isFalse();
	}

	@Test
	void itImplementsTheLockOfTheJdk() throws Exception {
		DistributedLock one = lock("one");
		DistributedLock two = lock("two");
		one.lock();
		assertThat(two.tryLock()).isFalse();
		assertThat(two.tryLock(10, TimeUnit.MILLISECONDS)).isFalse();
		assertThatExceptionOfType(LockNotAcquiredException.class).isThrownBy(() -> two.acquireOrThrow(Duration.ZERO))
			.withMessageContaining(this.name);
		one.unlock();
		assertThatExceptionOfType(IllegalMonitorStateException.class).isThrownBy(one::unlock);
		try (DistributedLock held = two.acquireOrThrow(Duration.ofSeconds(1))) {
			assertThat(held).isSameAs(two);
			assertThat(one.tryLock()).isFalse();
		}
		one.lockInterruptibly();
		one.unlock();
		assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(one::newCondition);
	}

	@Test
	void heartbeatsKeepALockBeyondItsTimeout() {
		Coordinator one = beating(coordinator("one"));
		DistributedLock held = one.getLock(this.name);
		held.acquire();
		DistributedLock other = lock("two");
		within(timeout().multipliedBy(3)).during(timeout().plusSeconds(1)).untilAsserted(() -> {
			assertThat(other.acquire(false)).isFalse();
			assertThat(held.isStillOwner()).isTrue();
		});
		assertThat(held.release()).isTrue();
	}

	@Test
	void stopReleasesLocksAndEndsWaitsAndStartAllowsNewOnes() {
		Coordinator one = coordinator("one");
		DistributedLock held = one.getLock(this.name);
		held.acquire();
		CompletableFuture<Boolean> waiting = acquiring(one.getLock(this.name), LONG);
		assertThat(waiting).isNotDone();
		one.stop();
		assertThat(one.isStarted()).isFalse();
		assertThat(held.isAcquired()).isFalse();
		assertThat(waiting).failsWithin(Duration.ofSeconds(3));
		assertThatExceptionOfType(CoordinationException.class).isThrownBy(one::stop);
		DistributedLock other = lock("two");
		assertThat(other.acquire(false)).isTrue();
		one.start();
		assertThat(held.acquire(false)).isFalse();
		other.release();
		assertThat(held.acquire(false)).isTrue();
	}

	@Test
	void theTestsCoverExactlyTheFeaturesOfTheBackend() {
		Set<Feature> features = coordinator("any").features();
		assertThat(this).isInstanceOf(features.contains(Feature.FENCING) ? Fencing.class : NoFencing.class)
			.isInstanceOf(features.contains(Feature.BREAKING) ? Breaking.class : NoBreaking.class)
			.isInstanceOf(features.contains(Feature.SHARED_LOCKS) ? Sharing.class : NoSharing.class);
	}

	@Test
	void aHeartbeatKeepsALock() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock(this.name);
		lock.acquire();
		one.heartbeat();
		assertThat(lock.isAcquired()).isTrue();
		assertThat(lock.isStillOwner()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " " })
	void emptyNamesAreRefused(String empty) {
		Coordinator one = coordinator("one");
		assertThatExceptionOfType(InvalidToozUrlException.class).isThrownBy(() -> one.getLock(empty));
	}

	/** A name that the backend accepts must work, or it must be refused at once. */
	@ParameterizedTest
	@ValueSource(strings = { "n", "€", "n/" })
	void theLongestAcceptedNamesAreLocks(String pattern) {
		Coordinator one = beating(coordinator("one"));
		int length = longest(one, pattern);
		if (length == 0) {
			assertThat(pattern).as("refused at any length").isNotEqualTo("n");
			return;
		}
		String longest = name(pattern, length);
		DistributedLock held = one.getLock(longest);
		DistributedLock other = coordinator("two").getLock(longest);
		assertThat(held.acquire(false)).isTrue();
		assertThat(other.acquire(false)).isFalse();
		// Differs in its last character only.
		String similar = longest.substring(0, longest.length() - 1) + "x";
		assertThat(coordinator("three").getLock(similar).acquire(false)).isTrue();
		one.heartbeat();
		assertThat(held.isStillOwner()).isTrue();
		assertThat(held.release()).isTrue();
		assertThat(other.acquire(false)).isTrue();
	}

	/** Returns the greatest length of an accepted name, or 0 if there is none. */
	private static int longest(Coordinator member, String pattern) {
		int accepted = 0;
		for (int step = 1 << 14; step > 0; step /= 2) {
			String name = name(pattern, accepted + step);
			try {
				member.getLock(name);
				accepted += step;
			}
			catch (InvalidToozUrlException ex) {
				assertThat(ex.fix()).isNotBlank();
			}
		}
		return accepted;
	}

	/** Ends with the first character of the pattern, as a slash may be refused there. */
	private static String name(String pattern, int length) {
		return pattern.repeat(length).substring(0, length - 1) + pattern.charAt(0);
	}

	@Test
	void atMostOneHolderIsInTheCriticalSection() {
		AtomicInteger inside = new AtomicInteger();
		AtomicInteger entries = new AtomicInteger();
		List<CompletableFuture<Void>> all = IntStream.range(0, 4)
			.mapToObj((i) -> beating(coordinator("m" + i)))
			.map((member) -> CompletableFuture.runAsync(() -> {
				DistributedLock lock = member.getLock(this.name);
				for (int i = 0; i < 10; i++) {
					try (DistributedLock held = lock.acquireOrThrow(Duration.ofSeconds(30))) {
						assertThat(inside.incrementAndGet()).isEqualTo(1);
						entries.incrementAndGet();
						inside.decrementAndGet();
					}
				}
			}, (task) -> new Thread(task).start()))
			.toList();
		all.forEach(CompletableFuture::join);
		assertThat(entries).hasValue(40);
	}

}
