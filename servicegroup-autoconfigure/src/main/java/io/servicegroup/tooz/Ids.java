package io.servicegroup.tooz;

/**
 * Refuses group and member ids that a backend cannot hold, before anything is sent.
 */
final class Ids {

	private static final int LONGEST = 200;

	private final BackendType type;

	Ids(BackendType type) {
		this.type = type;
	}

	void check(String what, String id) {
		if (id.isBlank()) {
			throw new InvalidToozUrl("The " + what + " id is empty.", "Give the " + what + " a name.");
		}
		if (id.length() > LONGEST) {
			throw new InvalidToozUrl(
					"The " + what + " id has " + id.length() + " characters: '" + id.substring(0, 20) + "…'.",
					"Use at most " + LONGEST + " characters.");
		}
		this.type.checkId(what, id);
	}

}
