package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The base class of this project's exceptions. Messages never contain secrets.
 */
public class ServiceGroupException extends RuntimeException {

	/**
	 * Creates the exception.
	 * @param message what is wrong, where, and how to fix it
	 * @param cause the driver's exception, or {@code null}
	 */
	public ServiceGroupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	/**
	 * Returns the message.
	 * @return the message, never {@code null}
	 */
	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
