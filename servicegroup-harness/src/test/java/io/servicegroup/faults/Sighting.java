package io.servicegroup.faults;

/**
 * Something that an observer saw.
 *
 * @param nanos when, by the machine's monotonic clock: all JVMs on a Linux machine share
 * it
 * @param kind what happened
 * @param subject the member it happened to: the observer itself if it is no event of the
 * group
 * @param detail the version in the member's capabilities; for STALE and FRESH the
 * milliseconds of the view's {@code asOf}; for DOWN the problem
 */
record Sighting(long nanos, Kind kind, String subject, String detail) {

	/** What a line of a member's output starts with if it tells of a sighting. */
	static final String MARK = "@ ";

	String line() {
		return MARK + this.nanos + " " + this.kind + " " + this.subject + " " + this.detail.replaceAll("\\s+", " ");
	}

	static Sighting parse(String line) {
		String[] parts = line.split(" ", 5);
		return new Sighting(Long.parseLong(parts[1]), Kind.valueOf(parts[2]), parts[3], parts[4]);
	}

	enum Kind {

		JOINED, LEFT, CHANGED,

		/** The observer's view could not be read, and could again. */
		STALE, FRESH,

		/** The observer's own status. */
		UP, DOWN

	}

}
