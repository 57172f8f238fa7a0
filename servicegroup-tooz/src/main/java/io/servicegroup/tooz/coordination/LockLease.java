package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * A lock that the store has granted, and until when that is certain: counted from the
 * moment before the store was last asked, and a tenth short of what the store grants, so
 * that a loss is known before another can have the lock.
 */
final class LockLease {

	/** In which a call of another thread ends, or the store does not answer. */
	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

	private final LockContender contender;

	private final boolean shared;

	private final Owner owner;

	/**
	 * Keeps a renewal and a release apart. Fair, so that a thread that asks all the time
	 * whether the lock is still held does not keep the heart from renewing it.
	 */
	private final ReentrantLock calls = new ReentrantLock(true);

	private final LongSupplier nanoTime;

	private volatile long provenAt;

	private volatile @Nullable Future<?> expiry;

	private int count = 1;

	LockLease(LockContender contender, boolean shared, Owner owner, long provenAt, LongSupplier nanoTime) {
		this.contender = contender;
		this.shared = shared;
		this.owner = owner;
		this.provenAt = provenAt;
		this.nanoTime = nanoTime;
	}

	LockContender contender() {
		return this.contender;
	}

	/** Whom the end is reported to, once. */
	Owner owner() {
		return this.owner;
	}

	/** Acquires a shared lock once more; not one that has just been released. */
	synchronized boolean share() {
		if (!this.shared || this.count == 0) {
			return false;
		}
		this.count++;
		return true;
	}

	/** Takes one acquisition back; returns whether it was the last. */
	synchronized boolean unshare() {
		this.count = Math.max(0, this.count - 1);
		return this.count == 0;
	}

	boolean isCertain() {
		return nanosLeft() > 0;
	}

	long nanosLeft() {
		Duration timeToLive = this.contender.timeToLive();
		return (timeToLive != null) ? this.provenAt + timeToLive.toNanos() / 10 * 9 - this.nanoTime.getAsLong()
				: Long.MAX_VALUE;
	}

	void expiresBy(@Nullable Future<?> check) {
		this.expiry = check;
	}

	void cancelExpiry() {
		Future<?> check = this.expiry;
		if (check != null) {
			check.cancel(false);
		}
	}

	/** Returns whether the lock is still held; throws if the store cannot be asked. */
	boolean renew() {
		if (!awaitTurn()) {
			return true;
		}
		try {
			long begun = this.nanoTime.getAsLong();
			boolean held = this.contender.renew();
			if (held) {
				this.provenAt = begun;
			}
			return held;
		}
		finally {
			this.calls.unlock();
		}
	}

	private boolean awaitTurn() {
		try {
			return this.calls.tryLock(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
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
	 * Notified when a lease ends.
	 */
	interface Owner {

		/** Called once, whatever ends it. */
		void ended(LockLease lease);

		/** Called after that for a lease that was lost. */
		void lost(String why);

	}

}
