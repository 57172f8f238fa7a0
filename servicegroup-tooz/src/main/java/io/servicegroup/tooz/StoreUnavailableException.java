package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend cannot be reached, or rejects this client.
 *
 * @since 0.1.0
 */
public class StoreUnavailableException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public StoreUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public boolean isStoreWide() {
		return true;
	}

}
