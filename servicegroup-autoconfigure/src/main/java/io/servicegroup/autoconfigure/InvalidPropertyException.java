package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;

/**
 * A property is refused: which, why, and how to mend it. Shown by
 * {@link ServiceGroupFailureAnalyzer}.
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
