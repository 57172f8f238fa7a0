package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;

/**
 * Thrown when the group cannot be joined at startup and {@code servicegroup.fail-fast} is
 * set.
 */
final class FailFastException extends ServiceGroupException {

	FailFastException(String group, String member, ServiceGroupException cause) {
		super("Member '" + member + "' could not join group '" + group + "': " + withFullStop(cause.getMessage()),
				cause);
	}

	private static String withFullStop(String sentence) {
		return sentence.matches("(?s).*[.?!]") ? sentence : sentence + ".";
	}

}
