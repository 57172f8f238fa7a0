package io.servicegroup.tooz;

/**
 * Refuses group and member ids that a backend cannot hold, before anything is sent.
 */
final class Ids {

	private final BackendType type;

	Ids(BackendType type) {
		this.type = type;
	}

	void check(String what, String id) {
		if (id.isBlank()) {
			throw new InvalidToozUrl("The " + what + " id is empty.", "Give the " + what + " a name.");
		}
		if (id.length() > this.type.longestId()) {
			throw new InvalidToozUrl(
					"The " + what + " id has " + id.length() + " characters: '" + id.substring(0, 20) + "…'.",
					"Use at most " + this.type.longestId() + " characters.");
		}
		this.type.checkId(what, id);
	}

}
