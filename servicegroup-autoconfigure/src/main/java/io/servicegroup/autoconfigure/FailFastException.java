package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;

/**
 * The group could not be joined, and {@code servicegroup.fail-fast} says that the start
 * shall fail then.
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
