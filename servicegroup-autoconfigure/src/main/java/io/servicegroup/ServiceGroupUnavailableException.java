package io.servicegroup;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when the store is unavailable: it cannot be reached, it rejects this
 * application, or it holds a corrupt record in place of the group. It does not mean that
 * members are down.
 *
 * @since 0.1.0
 */
public final class ServiceGroupUnavailableException extends ServiceGroupException {

	/**
	 * Creates the exception.
	 * @param message why the store is unavailable
	 * @param cause the driver's exception, or {@code null}
	 */
	public ServiceGroupUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

	@Override
	public boolean isStoreWide() {
		return !(getCause() instanceof CoordinationException ex) || ex.isStoreWide();
	}

}
