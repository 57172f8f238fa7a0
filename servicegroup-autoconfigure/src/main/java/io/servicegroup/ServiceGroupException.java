package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The base of this project's exceptions. No message holds a secret.
 */
public class ServiceGroupException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the driver said, or {@code null}
	 */
	public ServiceGroupException(String message, @Nullable Throwable cause) {
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
