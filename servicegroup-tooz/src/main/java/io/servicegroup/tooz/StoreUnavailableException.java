package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The backend cannot be reached, or refuses this client.
 */
public final class StoreUnavailableException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the backend's client said, or {@code null}
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
