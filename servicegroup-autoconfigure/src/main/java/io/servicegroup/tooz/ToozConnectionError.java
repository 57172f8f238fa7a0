package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The backend cannot be reached, or refuses this client.
 */
public final class ToozConnectionError extends ToozError {

	/**
	 * Creates the error.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the backend's client said, or {@code null}
	 */
	public ToozConnectionError(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
