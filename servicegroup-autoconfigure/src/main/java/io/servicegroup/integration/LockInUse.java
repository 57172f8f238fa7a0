package io.servicegroup.integration;

import java.time.Duration;
import java.util.ConcurrentModificationException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.DistributedLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock that threads of this process hold or wait for. The threads first acquire a local
 * lock, so that only one of them at a time waits for the lock in the store.
 */
final class LockInUse {

	private static final Logger logger = LoggerFactory.getLogger(LockInUse.class);

	final ReentrantLock threads = new ReentrantLock();

	final DistributedLock store;

	/**
	 * The number of threads that hold or wait for the lock. Guarded by
	 * {@link LocksInUse}.
	 */
	int users;

	private final ScheduledExecutorService timer;

	private @Nullable Duration timeToLive;

	private @Nullable Future<?> expiry;

	/** Counts the limits that were set and cancelled. */
	private int limits;

	LockInUse(DistributedLock store, ScheduledExecutorService timer) {
		this.store = store;
		this.timer = timer;
	}

	/**
	 * Lets the lock expire after a time, counted from now. Replaces an earlier limit. To
	 * be called by the thread that holds it.
	 */
	synchronized void expireAfter(Duration time) {
		cancelExpiry();
		this.timeToLive = time;
		int limit = this.limits;
		this.expiry = this.timer.schedule(() -> expire(limit, time), TimeUnit.NANOSECONDS.convert(time),
				TimeUnit.NANOSECONDS);
	}

	/**
	 * Counts the time to live from now on, if there is one. The lock cannot expire
	 * meanwhile.
	 * @param time the new time to live, or {@code null} for the one before
	 * @return whether the lock is still held
	 */
	synchronized boolean renew(@Nullable Duration time) {
		boolean held = this.store.isStillOwner();
		Duration next = (time != null) ? time : this.timeToLive;
		if (held && next != null) {
			expireAfter(next);
		}
		return held;
	}

	/** To be called before the lock is released. */
	synchronized void cancelExpiry() {
		this.limits++;
		this.timeToLive = null;
		if (this.expiry != null) {
			this.expiry.cancel(false);
			this.expiry = null;
		}
	}

	/** Does nothing for a limit that was cancelled meanwhile. */
	private synchronized void expire(int limit, Duration time) {
		if (this.limits == limit) {
			logger.warn("Lock '{}' has expired after its time to live of {}, and others can acquire it: unlock it in "
					+ "time, or call renewLock", this.store.name(), time);
			try {
				this.store.release();
			}
			catch (CoordinationException ex) {
				logger.debug("Release of an expired lock failed; retrying with the next renewal", ex);
			}
		}
	}

	/**
	 * Returns whether this thread, which holds the local lock, held the lock before.
	 * @throws ConcurrentModificationException if it held the lock, but has lost it
	 */
	boolean isHeldAlready() {
		if (this.threads.getHoldCount() == 1) {
			return false;
		}
		if (!this.store.isAcquired()) {
			throw lost();
		}
		return true;
	}

	ConcurrentModificationException lost() {
		return new ConcurrentModificationException(
				"Lock '" + this.store.name() + "' was lost while it was held: it has expired, or was broken. "
						+ "Another process may have changed what it protects");
	}

}
