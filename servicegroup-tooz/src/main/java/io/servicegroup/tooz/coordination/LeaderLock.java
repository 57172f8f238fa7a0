package io.servicegroup.tooz.coordination;

import java.util.OptionalLong;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

/**
 * The lock whose holder leads a group. Not for applications.
 */
public interface LeaderLock {

	/**
	 * Tries once to acquire the lock, without waiting for other contenders. Calls the
	 * store. An interrupt may end the call.
	 * @return whether the lock is held
	 */
	boolean tryLock();

	/**
	 * Returns whether the lock is held for certain. Does not call the store.
	 * @return whether the lock is held
	 */
	boolean isAcquired();

	/**
	 * Returns the holder's fencing token. Throws if the lock is not held.
	 * @return the token, or empty if the backend has no fencing tokens
	 */
	OptionalLong fencingToken();

	/**
	 * Releases the lock. Does not call the store if the lock is not held.
	 * @return whether it was held until now
	 */
	boolean release();

	/**
	 * Registers an action that is called for each loss of the lock, but not for a
	 * release.
	 * @param action called on any thread, possibly after the lock was acquired again
	 */
	void onLost(Runnable action);

	/**
	 * Asks the store to report releases of the lock, as in
	 * {@link LockContender#onReleased}. Call it after the store has answered
	 * {@link #tryLock}: then it does not wait for the store.
	 * @param wake called on any thread when the lock may have been released
	 * @return the registration, or {@code null}, the default, if the store does not
	 * report releases
	 */
	default @Nullable Registration onReleased(Runnable wake) {
		return null;
	}

}
