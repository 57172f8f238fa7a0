package io.servicegroup.integration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

import io.servicegroup.tooz.DistributedLock;
import org.jspecify.annotations.Nullable;

/**
 * The locks that threads hold or wait for, by key. Thread-safe.
 */
final class LocksInUse {

	private final Map<String, LockInUse> locks = new ConcurrentHashMap<>();

	private final Function<String, DistributedLock> create;

	/**
	 * Creates the map.
	 * @param create creates the lock object of a key, without access to the store
	 */
	LocksInUse(Function<String, DistributedLock> create) {
		this.create = create;
	}

	/** Returns the lock of a key and counts one more user. */
	LockInUse enter(String key) {
		return this.locks.compute(key, (id, known) -> {
			LockInUse entered = (known != null) ? known : new LockInUse(this.create.apply(id));
			entered.users++;
			return entered;
		});
	}

	@Nullable LockInUse get(String key) {
		return this.locks.get(key);
	}

	void leave(String key) {
		this.locks.computeIfPresent(key, (id, lock) -> (--lock.users > 0) ? lock : null);
	}

}
