package io.servicegroup.driver.db;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Refuses values that the table's columns cannot store, or cannot distinguish from
 * others.
 */
final class ColumnLimits {

	static final int LONGEST_ID = 255;

	private static final int LONGEST_CAPABILITIES = 1_000_000;

	private static final int LONGEST_REASON = 1000;

	private ColumnLimits() {
	}

	static void checkId(String what, String id) {
		if (id.isBlank()) {
			throw new InvalidToozUrlException("The " + what + " id is empty.", "Give the " + what + " a name.");
		}
		if (!id.strip().equals(id)) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + id + "' begins or ends with a blank, which some databases ignore.",
					"Leave the blank out.");
		}
		check("The " + what + " id", id, LONGEST_ID);
	}

	static void checkReason(String reason) {
		check("The reason", reason, LONGEST_REASON);
	}

	static void checkCapabilities(byte[] packed) {
		if (packed.length > LONGEST_CAPABILITIES) {
			throw new InvalidToozUrlException("Invalid capabilities: they have " + packed.length + " bytes.",
					"Use at most " + LONGEST_CAPABILITIES + " bytes.");
		}
	}

	private static void check(String what, String text, int longest) {
		if (text.length() > longest) {
			throw new InvalidToozUrlException(what + " has " + text.length() + " characters.",
					"Use at most " + longest + " characters.");
		}
		if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw new InvalidToozUrlException(what + " has a character that databases cannot store.",
					"Remove U+0000 and unpaired surrogates.");
		}
	}

}
