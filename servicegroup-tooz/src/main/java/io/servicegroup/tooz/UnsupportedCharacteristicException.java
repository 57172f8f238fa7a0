package io.servicegroup.tooz;

import java.util.Set;

/**
 * The backend lacks characteristics that were required of it.
 */
public final class UnsupportedCharacteristicException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param backend the backend's name
	 * @param missing what it lacks
	 */
	public UnsupportedCharacteristicException(String backend, Set<Characteristic> missing) {
		super("The backend '" + backend + "' lacks " + missing + ": choose another URL, or require less", null);
	}

}
