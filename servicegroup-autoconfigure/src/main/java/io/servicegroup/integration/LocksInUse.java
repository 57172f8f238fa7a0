package io.servicegroup.integration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Function;

import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;

/**
 * The locks that threads hold or wait for, by key. Thread-safe.
 */
final class LocksInUse {

	private final Map<String, LockInUse> locks = new ConcurrentHashMap<>();

	private final Function<String, DistributedLock> create;

	private final ScheduledThreadPoolExecutor timer;

	/**
	 * Creates the map.
	 * @param create creates the lock object of a key, without access to the store
	 */
	LocksInUse(Function<String, DistributedLock> create) {
		this.create = create;
		this.timer = DaemonThreads.timer("servicegroup-lock-expiry");
	}

	/** Returns the lock of a key and counts one more user. */
	LockInUse enter(String key) {
		return this.locks.compute(key, (id, known) -> {
			LockInUse entered = (known != null) ? known : new LockInUse(this.create.apply(id), this.timer);
			entered.users++;
			return entered;
		});
	}

	/** Returns the lock of a key, or {@code null} if this thread does not hold it. */
	@Nullable LockInUse heldByThisThread(String key) {
		LockInUse lock = this.locks.get(key);
		return (lock != null && lock.threads.isHeldByCurrentThread()) ? lock : null;
	}

	void leave(String key) {
		this.locks.computeIfPresent(key, (id, lock) -> (--lock.users > 0) ? lock : null);
	}

}
