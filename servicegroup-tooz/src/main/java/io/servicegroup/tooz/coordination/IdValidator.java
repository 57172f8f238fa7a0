package io.servicegroup.tooz.coordination;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.format.Printable;
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
		if (!StandardCharsets.UTF_8.newEncoder().canEncode(id)) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + Printable.of(id) + "' has an unpaired surrogate, which cannot be stored.",
					"Use valid Unicode text.");
		}
		this.type.checkId(what, id);
	}

}
