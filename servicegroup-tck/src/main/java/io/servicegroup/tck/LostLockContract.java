package io.servicegroup.tck;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract for locks when a holder or the server fails. The lock of a dead holder
 * must be free after the timeout. A holder that cannot renew must be notified before
 * another can acquire the lock. A short outage must not lose a lock. If locks of the
 * backend last as long as their process, override the tests that do not apply.
 */
public abstract class LostLockContract extends LockContract {

	/** Starts a separate process that acquires the lock. */
	protected ServerProcess startHolder(String member) {
		return javaProcess(Contestant.class, url(), member, "lock", this.name);
	}

	protected ServerProcess holder(String member) {
		ServerProcess process = startHolder(member);
		within(LONG).until(() -> process.output().contains("HELD"));
		return process;
	}

	@Test
	void theLockOfAKilledHolderBecomesFree() {
		ServerProcess holder = holder("one");
		DistributedLock two = lock("two");
		assertThat(two.acquire(false)).isFalse();
		holder.kill();
		this.server.advance(timeout());
		assertThat(two.acquire(bound())).isTrue();
	}

	@Test
	protected void aHolderThatWakesTooLateIsNotifiedAtOnce() {
		ServerProcess holder = holder("one");
		Coordinator two = beating(coordinator("two"));
		holder.pause();
		this.server.advance(timeout());
		DistributedLock lock = two.getLock(this.name);
		assertThat(lock.acquire(bound())).isTrue();
		assertThat(holder.output()).doesNotContain("LOST");
		holder.resume();
		within(RECOVERY).until(() -> holder.output().contains("LOST"));
		assertThat(lock.isStillOwner()).isTrue();
	}

	/**
	 * Uses a holder without heartbeats, which has the same effect as failed heartbeats.
	 */
	@Test
	protected void aHolderThatCannotRenewIsNotifiedBeforeAnotherCanHaveTheLock() {
		DistributedLock one = lock("one");
		AtomicReference<Long> lostAt = new AtomicReference<>();
		one.onLost(() -> lostAt.set(System.nanoTime()));
		DistributedLock two = lock("two");
		one.acquire();
		assertThat(two.acquire(bound().plusSeconds(1))).isTrue();
		// Checks this first, because isAcquired would also detect the loss.
		within(bound()).until(() -> lostAt.get() != null);
		assertThat(one.isAcquired()).isFalse();
		assertThat(one.release()).isFalse();
	}

	@Test
	protected void aHolderCutOffFromTheServerIsNotifiedBeforeItsTimeIsOver() {
		DistributedLock lock = beating(coordinator("one")).getLock(this.name);
		AtomicReference<Long> lostAt = new AtomicReference<>();
		lock.onLost(() -> lostAt.set(System.nanoTime()));
		lock.acquire();
		this.server.pause();
		try {
			long begun = System.nanoTime();
			assertThat(lastHeld(lock::isAcquired)).isLessThan(timeout());
			within(bound()).until(() -> lostAt.get() != null);
			assertThat(Duration.ofNanos(lostAt.get() - begun)).isGreaterThan(timeout().dividedBy(3));
		}
		finally {
			this.server.resume();
		}
		DistributedLock two = lock("two");
		assertThat(two.acquire(bound())).isTrue();
	}

	@Test
	void aShortOutageLosesNoLock() {
		Coordinator one = coordinator("one");
		DistributedLock lock = one.getLock(this.name);
		lock.acquire();
		Coordinator beating = beating(one);
		this.server.pause();
		try {
			within(Duration.ofSeconds(2)).during(timeout().dividedBy(8)).until(lock::isAcquired);
		}
		finally {
			this.server.resume();
		}
		within(timeout().multipliedBy(2)).during(timeout()).until(lock::isAcquired);
		assertThat(lock.isStillOwner()).isTrue();
		assertThat(beating.getLock(this.name).acquire(false)).isFalse();
	}

	@Test
	void stoppingIsBoundedWithTheServerFrozen() {
		Coordinator one = coordinator("one");
		one.getLock(this.name).acquire();
		one.getLock(this.name + "-b").acquire();
		this.server.pause();
		try {
			long begun = System.nanoTime();
			one.stop();
			assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
		}
		finally {
			this.server.resume();
		}
		this.server.advance(timeout());
		assertThat(lock("two").acquire(bound())).isTrue();
	}

	@Test
	void aWaitSurvivesARestartOfTheServer() {
		lock("one").acquire();
		DistributedLock two = lock("two");
		CompletableFuture<Boolean> waiting = acquiring(two, LONG.multipliedBy(2));
		assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> waiting.get(300, TimeUnit.MILLISECONDS));
		this.server.stop();
		this.server.start();
		assertThat(waiting).succeedsWithin(LONG.multipliedBy(2));
		assertThat(waiting.join()).isTrue();
		assertThat(two.isStillOwner()).isTrue();
	}

}
