package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the backend denies this client access to the record of a group or a lock.
 * It may have access to others.
 *
 * @since 0.1.0
 */
public final class AccessDeniedException extends StoreUnavailableException {

	/**
	 * Creates the exception.
	 * @param message what went wrong, where, and how to fix it
	 * @param cause the exception of the backend's client, or {@code null}
	 */
	public AccessDeniedException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public boolean isStoreWide() {
		return false;
	}

}
