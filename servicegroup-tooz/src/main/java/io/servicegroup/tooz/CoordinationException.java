package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The base of everything that goes wrong in a {@link Coordinator}; its subclasses bear
 * the names that Python tooz gives them. No message holds a secret.
 */
public class CoordinationException extends RuntimeException {

	/**
	 * Creates the error.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the backend's client said, or {@code null}
	 */
	public CoordinationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Returns the message, which every one of these has.
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
