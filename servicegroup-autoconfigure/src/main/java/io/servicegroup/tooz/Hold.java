package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A lock in somebody's hands, and until when that is certain: counted from the moment
 * before the store was last asked, and a tenth short of what the store grants, so that a
 * loss is known before another can have the lock.
 */
final class Hold {

	/** In which a call of another thread ends, or the store does not answer. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final StoreLock contender;

	private final boolean shared;

	/**
	 * Keeps a renewal and a release apart. Fair, lest whoever asks all the time whether
	 * the lock is still held keep the heart from renewing it.
	 */
	private final ReentrantLock calls = new ReentrantLock(true);

	private final LongSupplier nanoTime;

	private volatile long provenAt;

	private int count = 1;

	Hold(StoreLock contender, boolean shared, long provenAt, LongSupplier nanoTime) {
		this.contender = contender;
		this.shared = shared;
		this.provenAt = provenAt;
		this.nanoTime = nanoTime;
	}

	StoreLock contender() {
		return this.contender;
	}

	boolean isShared() {
		return this.shared;
	}

	/** Counts how often a shared lock was acquired; guarded by the lock's monitor. */
	int add(int change) {
		this.count += change;
		return this.count;
	}

	boolean isCertain() {
		return nanosLeft() > 0;
	}

	long nanosLeft() {
		Duration timeToLive = this.contender.timeToLive();
		return (timeToLive != null) ? this.provenAt + timeToLive.toNanos() / 10 * 9 - this.nanoTime.getAsLong()
				: Long.MAX_VALUE;
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
			return this.calls.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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

}
