package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The coordination URL, or an id to be used with it, is refused before anything is
 * connected.
 */
public final class InvalidToozUrlException extends CoordinationException {

	private final String fix;

	/**
	 * Creates the error.
	 * @param message what is wrong, without secrets
	 * @param fix how to mend it: a sentence for the one who wrote the URL
	 */
	public InvalidToozUrlException(String message, String fix) {
		this(message, fix, null);
	}

	/**
	 * Creates the error.
	 * @param message what is wrong, without secrets
	 * @param fix how to fix it: a sentence for the author of the URL
	 * @param cause what was thrown, or {@code null}
	 */
	public InvalidToozUrlException(String message, String fix, @Nullable Throwable cause) {
		super(message, cause);
		this.fix = fix;
	}

	/**
	 * Returns how to mend it.
	 * @return a sentence for the one who wrote the URL
	 */
	public String fix() {
		return this.fix;
	}

}
