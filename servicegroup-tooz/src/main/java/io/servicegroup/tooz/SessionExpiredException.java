package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store has ended this client's session, and with it the client's
 * registrations and locks. The store is reachable: the client has a new session soon, and
 * heartbeats register the member again.
 *
 * @since 0.1.0
 */
public class SessionExpiredException extends StoreUnavailableException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, and where
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public SessionExpiredException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
