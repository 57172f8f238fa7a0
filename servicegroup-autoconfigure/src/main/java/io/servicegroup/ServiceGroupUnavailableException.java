package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The store cannot be asked: it is away, refuses this application, or holds a broken
 * record where the group should be. It says nothing about who is up.
 */
public final class ServiceGroupUnavailableException extends ServiceGroupException {

	/**
	 * Creates the exception.
	 * @param message why it cannot be asked
	 * @param cause what the driver said, or {@code null}
	 */
	public ServiceGroupUnavailableException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
