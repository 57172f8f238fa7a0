package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a record in the store is not in tooz's format, or a value cannot be encoded
 * for tooz.
 *
 * @since 0.1.0
 */
public final class SerializationException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public SerializationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
