package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;

/**
 * Thrown when a property is invalid. Says which, why, and how to fix it.
 * {@link ServiceGroupFailureAnalyzer} reports it. For the modules of this library.
 */
public final class InvalidPropertyException extends ServiceGroupException {

	private final String property;

	private final String fix;

	/**
	 * Creates an exception.
	 * @param property the name of the property
	 * @param message what is wrong
	 * @param fix what to do
	 */
	public InvalidPropertyException(String property, String message, String fix) {
		super(message, null);
		this.property = property;
		this.fix = fix;
	}

	String property() {
		return this.property;
	}

	String fix() {
		return this.fix;
	}

}
