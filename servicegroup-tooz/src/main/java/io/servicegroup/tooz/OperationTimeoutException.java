package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The backend did not answer within the call's deadline; whether it did what was asked is
 * not known.
 */
public final class OperationTimeoutException extends CoordinationException {

	/**
	 * Creates the error.
	 * @param message what went wrong, where, and how to mend it
	 * @param cause what the backend's client said, or {@code null}
	 */
	public OperationTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
