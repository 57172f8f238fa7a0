package io.servicegroup.tooz.coordination;

import java.util.OptionalLong;

/**
 * The lock whose holder leads a group. Not for applications.
 */
public interface LeaderLock {

	/**
	 * Tries once to acquire the lock, without waiting for others. Asks the store.
	 * @return whether it is held
	 */
	boolean tryLock();

	/**
	 * Returns, from memory, whether the lock is held for certain.
	 * @return whether it is
	 */
	boolean isAcquired();

	/**
	 * Returns the present holder's fencing token; throws if the lock is not held.
	 * @return the token, or empty where the backend has none
	 */
	OptionalLong fencingToken();

	/**
	 * Releases the lock; makes no call where it is not held.
	 * @return whether it was held until now
	 */
	boolean release();

	/**
	 * Registers an action for each loss of the lock. Not called for a release.
	 * @param action called on any thread, perhaps only after the lock was acquired again
	 */
	void onLost(Runnable action);

}
