package io.servicegroup.tooz;

/**
 * A lock that had to be held could not be acquired in time.
 */
public final class LockNotAcquiredException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param name the lock's name
	 */
	public LockNotAcquiredException(String name) {
		super("Acquiring lock '" + name + "' failed: another one holds it", null);
	}

}
