package io.servicegroup.tooz;

/**
 * Thrown when a lock could not be acquired in time.
 *
 * @since 0.1.0
 */
public final class LockNotAcquiredException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param name the lock's name
	 */
	public LockNotAcquiredException(String name) {
		super("Lock '" + name + "' was not acquired in time: it is held by another process or thread", null);
	}

}
