package io.servicegroup;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import org.jspecify.annotations.Nullable;

/**
 * The base class of the exceptions that {@link ServiceGroupAPI} throws. Messages contain
 * no secrets. Only an interrupt is reported by {@link CoordinationInterruptedException},
 * which has the base class {@link CoordinationException}, too: whoever catches that one
 * catches all that this project throws.
 *
 * @since 0.1.0
 */
public class ServiceGroupException extends CoordinationException {

	/**
	 * Creates the exception.
	 * @param message what is wrong, where, and how to fix it
	 * @param cause the driver's exception, or {@code null}
	 */
	public ServiceGroupException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
