package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend did not answer within the deadline of the call, or the calling
 * thread was interrupted. The backend may or may not have carried out the operation.
 *
 * @since 0.1.0
 */
public final class OperationTimeoutException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public OperationTimeoutException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public boolean isStoreWide() {
		return true;
	}

}
