package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;

/**
 * Thrown when a property is invalid. Says which, why, and how to fix it.
 * {@link ServiceGroupFailureAnalyzer} reports it.
 */
final class InvalidPropertyException extends ServiceGroupException {

	private final String property;

	private final String fix;

	InvalidPropertyException(String property, String message, String fix) {
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
