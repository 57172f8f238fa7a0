package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend refuses the user or the password of the URL.
 *
 * @since 0.1.0
 */
public final class LoginRefusedException extends StoreUnavailableException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public LoginRefusedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
