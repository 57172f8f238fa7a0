package io.servicegroup.integration;

import java.util.ConcurrentModificationException;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.DistributedLock;

/**
 * A lock that threads of this process hold or wait for. The threads first acquire a local
 * lock, so that only one of them at a time waits for the lock in the store.
 */
final class LockInUse {

	final ReentrantLock threads = new ReentrantLock();

	final DistributedLock store;

	/**
	 * The number of threads that hold or wait for the lock. Guarded by
	 * {@link LocksInUse}.
	 */
	int users;

	LockInUse(DistributedLock store) {
		this.store = store;
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
				"Lock '" + this.store.name() + "' was lost while it was held: it was broken, or not renewed in time. "
						+ "Another process may have changed what it protects");
	}

}
