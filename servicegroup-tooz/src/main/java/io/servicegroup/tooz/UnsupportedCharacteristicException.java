package io.servicegroup.tooz;

import java.util.Set;

/**
 * Thrown when the backend lacks a characteristic that was required.
 *
 * @since 0.1.0
 */
public final class UnsupportedCharacteristicException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param backend the backend's name
	 * @param missing the missing characteristics
	 */
	public UnsupportedCharacteristicException(String backend, Set<Characteristic> missing) {
		super("Backend '" + backend + "' lacks the required characteristics " + missing
				+ ": use the URL of another backend, or require fewer", null);
	}

}
