package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.spi.LockContender;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contenders whose lock has ended in memory, but possibly not in the store. Renewals
 * retry their release. Thread-safe.
 */
final class AbandonedLocks {

	private static final Logger logger = LoggerFactory.getLogger(AbandonedLocks.class);

	private final Queue<Abandoned> locks = new ConcurrentLinkedQueue<>();

	private final LongSupplier nanoTime;

	AbandonedLocks(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/** Adds a contender that held the lock. */
	void add(LockContender contender) {
		this.locks.add(new Abandoned(contender, false, this.nanoTime.getAsLong()));
	}

	/**
	 * Adds a contender whose try failed. Each try during an outage adds one, so they are
	 * removed once the store would have expired them.
	 */
	void addTry(LockContender contender) {
		long now = this.nanoTime.getAsLong();
		this.locks.removeIf((lock) -> lock.isTry() && now - lock.since() > nanosToLive(lock.contender()));
		this.locks.add(new Abandoned(contender, true, now));
	}

	private static long nanosToLive(LockContender contender) {
		Duration timeToLive = contender.timeToLive();
		return (timeToLive != null) ? timeToLive.toNanos() : Long.MAX_VALUE;
	}

	void clear() {
		this.locks.clear();
	}

	/** Releases them. Stops at the first call that the store does not answer. */
	void release() {
		for (Abandoned lock = this.locks.poll(); lock != null; lock = this.locks.poll()) {
			try {
				lock.contender().release();
			}
			catch (CoordinationException ex) {
				if (ex.isStoreWide()) {
					this.locks.add(lock);
					throw ex;
				}
				logger.debug("Release of a lock was refused; the lock ends with its timeout", ex);
			}
		}
	}

	private record Abandoned(LockContender contender, boolean isTry, long since) {
	}

}
