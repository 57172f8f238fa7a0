package io.servicegroup.driver.db;

import java.nio.charset.StandardCharsets;

import io.servicegroup.InvalidServiceGroupException;

/**
 * Refuses what the table's columns do not hold, or not apart from something else.
 */
final class Texts {

	private static final int LONGEST_ID = 255;

	private static final int LONGEST_REASON = 1000;

	private Texts() {
	}

	static void checkId(String what, String id) {
		if (id.isBlank()) {
			throw new InvalidServiceGroupException("The " + what + " id is empty.", "Give the " + what + " a name.",
					null);
		}
		if (!id.strip().equals(id)) {
			throw new InvalidServiceGroupException(
					"The " + what + " id '" + id + "' begins or ends with a blank, which databases do not always tell.",
					"Leave the blank out.", null);
		}
		check("The " + what + " id", id, LONGEST_ID);
	}

	static void checkReason(String reason) {
		check("The reason", reason, LONGEST_REASON);
	}

	private static void check(String what, String text, int longest) {
		if (text.length() > longest) {
			throw new InvalidServiceGroupException(what + " has " + text.length() + " characters.",
					"A database's column takes " + longest + ": shorten it.", null);
		}
		if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
			throw new InvalidServiceGroupException(what + " has a character that databases do not hold.",
					"Leave out U+0000 and halves of surrogate pairs.", null);
		}
	}

}
