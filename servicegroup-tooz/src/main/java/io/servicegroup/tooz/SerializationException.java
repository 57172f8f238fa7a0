package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * A record in the store is not what tooz writes there.
 */
public final class SerializationException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the backend's client said, or {@code null}
	 */
	public SerializationException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
