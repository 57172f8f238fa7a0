package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the coordination URL, or an id, is invalid for the backend.
 *
 * @since 0.1.0
 */
public final class InvalidToozUrlException extends CoordinationException {

	private final String fix;

	/**
	 * Creates the exception.
	 * @param message what is wrong, without secrets
	 * @param fix how to fix it: a sentence for the author of the URL
	 */
	public InvalidToozUrlException(String message, String fix) {
		this(message, fix, null);
	}

	/**
	 * Creates the exception.
	 * @param message what is wrong, without secrets
	 * @param fix how to fix it: a sentence for the author of the URL
	 * @param cause the cause, or {@code null}
	 */
	public InvalidToozUrlException(String message, String fix, @Nullable Throwable cause) {
		super(message, cause);
		this.fix = fix;
	}

	/**
	 * Returns how to fix it.
	 * @return a sentence for the author of the URL
	 */
	public String fix() {
		return this.fix;
	}

}
