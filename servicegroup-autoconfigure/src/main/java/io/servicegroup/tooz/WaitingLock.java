package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The many ways to wait for a lock, by the one that can be interrupted.
 */
abstract class WaitingLock implements DistributedLock {

	/**
	 * Acquires the lock.
	 * @param nanos how long to wait at most; {@link Long#MAX_VALUE} for as long as it
	 * takes
	 */
	abstract boolean acquireInterruptibly(long nanos, boolean shared) throws InterruptedException;

	@Override
	public boolean acquire() {
		return acquire(true);
	}

	@Override
	public boolean acquire(boolean blocking) {
		return acquire(blocking ? Long.MAX_VALUE : 0, false);
	}

	@Override
	public boolean acquire(Duration limit) {
		return acquire(Math.max(0, limit.toNanos()), false);
	}

	@Override
	public boolean acquireShared(Duration limit) {
		return acquire(Math.max(0, limit.toNanos()), true);
	}

	private boolean acquire(long nanos, boolean shared) {
		try {
			return acquireInterruptibly(nanos, shared);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimedOut("Interrupted while waiting for lock '" + name() + "'", ex);
		}
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return acquireInterruptibly(Math.max(0, unit.toNanos(time)), false);
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		acquireInterruptibly(Long.MAX_VALUE, false);
	}

	/** As its contract wants it, an interrupt does not end it. */
	@Override
	public void lock() {
		boolean interrupted = false;
		while (true) {
			try {
				lockInterruptibly();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
