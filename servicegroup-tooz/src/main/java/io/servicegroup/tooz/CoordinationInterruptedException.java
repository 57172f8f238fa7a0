package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the calling thread is interrupted while it waits for the store or for a
 * lock. The thread's interrupt flag is set. The store may have executed the call.
 *
 * @since 0.1.0
 */
public final class CoordinationInterruptedException extends CoordinationException {

	/**
	 * Creates the exception. Does not set the thread's interrupt flag.
	 * @param message what the thread waited for
	 * @param cause the exception of the JDK or of the backend's client, or {@code null}
	 */
	public CoordinationInterruptedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public boolean isStoreWide() {
		return true;
	}

}
