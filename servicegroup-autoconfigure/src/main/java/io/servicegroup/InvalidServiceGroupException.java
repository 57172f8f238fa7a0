package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * A setting, an id or a capability is refused.
 */
public final class InvalidServiceGroupException extends ServiceGroupException {

	private final String fix;

	/**
	 * Creates the exception.
	 * @param message what is wrong
	 * @param fix how to mend it
	 * @param cause what the driver said, or {@code null}
	 */
	public InvalidServiceGroupException(String message, String fix, @Nullable Throwable cause) {
		super(message, cause);
		this.fix = fix;
	}

	/**
	 * Returns how to mend it.
	 * @return a sentence for the one who wrote it
	 */
	public String getFix() {
		return this.fix;
	}

}
