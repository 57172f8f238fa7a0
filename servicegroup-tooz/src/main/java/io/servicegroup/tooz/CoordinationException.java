package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The base class of all exceptions of this project: those of a {@link Coordinator}, which
 * correspond to the exceptions of Python tooz, and those of {@code ServiceGroupAPI}.
 * Unchecked. No message contains a secret.
 *
 * @since 0.1.0
 */
public class CoordinationException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public CoordinationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Returns whether calls for other groups and locks would fail for the same reason,
	 * because the store does not answer, or rejects this client.
	 * @return whether the failure is not limited to one record
	 */
	public boolean isStoreWide() {
		return false;
	}

	/**
	 * Returns the message, which is never {@code null}.
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
