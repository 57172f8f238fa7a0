package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when an id, a capability or another argument is invalid, or when the backend
 * does not support the operation.
 *
 * @since 0.1.0
 */
public final class InvalidServiceGroupException extends ServiceGroupException {

	private final String fix;

	/**
	 * Creates the exception.
	 * @param message what is wrong
	 * @param fix how to fix it
	 * @param cause the driver's exception, or {@code null}
	 */
	public InvalidServiceGroupException(String message, String fix, @Nullable Throwable cause) {
		super(message, cause);
		this.fix = fix;
	}

	/**
	 * Returns how to fix it.
	 * @return one or more sentences for the user
	 */
	public String fix() {
		return this.fix;
	}

}
