package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A lock that the store has granted. The lease is certain for nine tenths of the time to
 * live that the store grants, counted from the start of the last successful call. So the
 * holder detects a loss before another contender can acquire the lock.
 */
final class LockLease {

	/** The maximum wait for another thread's call on the same lock. */
	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

	private final LockContender contender;

	private final boolean shared;

	private final Owner owner;

	/**
	 * Serializes the calls to the store. Fair, so that a thread that calls isStillOwner
	 * in a loop does not prevent renewals.
	 */
	private final ReentrantLock calls = new ReentrantLock(true);

	private final LongSupplier nanoTime;

	private volatile long confirmedAt;

	private int count = 1;

	LockLease(LockContender contender, boolean shared, Owner owner, long confirmedAt, LongSupplier nanoTime) {
		this.contender = contender;
		this.shared = shared;
		this.owner = owner;
		this.confirmedAt = confirmedAt;
		this.nanoTime = nanoTime;
	}

	LockContender contender() {
		return this.contender;
	}

	/** Returns the owner, which is notified once when the lease ends. */
	Owner owner() {
		return this.owner;
	}

	/**
	 * Acquires a shared lock once more. Returns {@code false} for an exclusive or
	 * released lock.
	 */
	synchronized boolean share() {
		if (!this.shared || this.count == 0) {
			return false;
		}
		this.count++;
		return true;
	}

	/** Undoes one acquisition. Returns whether none is left. */
	synchronized boolean unshare() {
		this.count = Math.max(0, this.count - 1);
		return this.count == 0;
	}

	boolean isCertain() {
		return nanosLeft() > 0;
	}

	long nanosLeft() {
		Duration timeToLive = this.contender.timeToLive();
		return (timeToLive != null) ? this.confirmedAt + timeToLive.toNanos() / 10 * 9 - this.nanoTime.getAsLong()
				: Long.MAX_VALUE;
	}

	/** Returns the time until the lease is to be checked next. */
	long nanosToCheck() {
		Duration interval = this.contender.lossCheckInterval();
		return (interval != null) ? Math.min(nanosLeft(), interval.toNanos()) : nanosLeft();
	}

	/**
	 * Renews the lease. Returns whether the lock is still held. Returns {@code true}
	 * without a renewal if another thread's call on the lock takes too long. Throws if
	 * the store cannot be reached.
	 */
	boolean renew() {
		if (!tryLockCalls()) {
			return true;
		}
		try {
			long begun = this.nanoTime.getAsLong();
			boolean held = this.contender.renew();
			if (held) {
				this.confirmedAt = begun;
			}
			return held;
		}
		finally {
			this.calls.unlock();
		}
	}

	/**
	 * Starts a renewal, together with those of other locks. Its end must be on the same
	 * thread.
	 */
	Renewal startRenewal() {
		if (!tryLockCalls()) {
			return new Renewal(this, 0, () -> true, false);
		}
		boolean started = false;
		try {
			long begun = this.nanoTime.getAsLong();
			BooleanSupplier answer = this.contender.sendRenewal();
			started = answer != null;
			return (answer != null) ? new Renewal(this, begun, answer, true)
					: new Renewal(this, begun, this::renew, false);
		}
		finally {
			if (!started) {
				this.calls.unlock();
			}
		}
	}

	/**
	 * A renewal that was started.
	 *
	 * @param lease the lease
	 * @param begun when it was started
	 * @param answer waits for the answer of the store
	 * @param sent whether other calls on the lock wait for the end of this one
	 */
	record Renewal(LockLease lease, long begun, BooleanSupplier answer, boolean sent) {

		/** Waits for the answer, see {@link LockLease#renew}. */
		boolean await() {
			boolean held = this.answer.getAsBoolean();
			if (held && this.sent) {
				this.lease.confirmedAt = this.begun;
			}
			return held;
		}

		/** Lets other calls on the lock go on. To be called in any case. */
		void end() {
			if (this.sent) {
				this.lease.calls.unlock();
			}
		}

	}

	private boolean tryLockCalls() {
		try {
			return this.calls.tryLock(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for another call on the lock", ex);
		}
	}

	boolean isHeld() {
		this.calls.lock();
		try {
			return this.contender.isHeld();
		}
		finally {
			this.calls.unlock();
		}
	}

	boolean release() {
		this.calls.lock();
		try {
			return this.contender.release();
		}
		finally {
			this.calls.unlock();
		}
	}

	/**
	 * Receives the end of a lease.
	 */
	interface Owner {

		/** Called once when the lease ends, by a release or a loss. */
		void ended(LockLease lease);

		/** Called after {@link #ended} if the lease was lost. */
		void lost(String why);

	}

}
