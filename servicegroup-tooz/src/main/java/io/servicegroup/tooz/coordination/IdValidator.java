package io.servicegroup.tooz.coordination;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.spi.BackendType;

/**
 * Refuses ids of groups, members and locks that a backend cannot store, before any
 * request is sent.
 */
final class IdValidator {

	private final BackendType type;

	IdValidator(BackendType type) {
		this.type = type;
	}

	void check(String what, String id) {
		if (id.isBlank()) {
			throw new InvalidToozUrlException("The " + what + " id is empty.", "Give the " + what + " a name.");
		}
		if (id.length() > this.type.longestId()) {
			throw new InvalidToozUrlException(
					"The " + what + " id has " + id.length() + " characters: '" + id.substring(0, 20) + "…'.",
					"Use at most " + this.type.longestId() + " characters.");
		}
		this.type.checkId(what, id);
	}

}
