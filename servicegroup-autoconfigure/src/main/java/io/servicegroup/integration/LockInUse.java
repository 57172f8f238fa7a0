package io.servicegroup.integration;

import java.util.ConcurrentModificationException;
import java.util.concurrent.locks.ReentrantLock;

import io.servicegroup.tooz.DistributedLock;

/**
 * A lock that somebody holds or waits for: the threads of this process come to the front
 * one by one, and the one in front goes to the store.
 */
final class LockInUse {

	final ReentrantLock threads = new ReentrantLock();

	final DistributedLock store;

	/** Guarded by the registry. */
	int users;

	LockInUse(DistributedLock store) {
		this.store = store;
	}

	/**
	 * Whether this thread, which is in front, has the lock from before.
	 * @throws ConcurrentModificationException if it had, but has lost it
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
		return new ConcurrentModificationException("Lock '" + this.store.name()
				+ "' was lost while it was held: it was broken, or could not be renewed in time. "
				+ "What it protects may have been changed by another");
	}

}
