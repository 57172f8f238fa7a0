package io.servicegroup.faults;

/**
 * An event or a change that an observer recorded.
 *
 * @param nanos the time, as {@link System#nanoTime}. On Linux, all JVMs of a machine
 * share this clock.
 * @param kind what happened
 * @param subject the member concerned; the observer itself for changes of its view or
 * status
 * @param detail the version in the member's capabilities; for STALE and FRESH the
 * milliseconds of the view's {@code asOf}; for DOWN the problem
 */
record Observation(long nanos, Kind kind, String subject, String detail) {

	/** The prefix of the lines of a member's output that contain an observation. */
	static final String PREFIX = "@ ";

	String line() {
		return PREFIX + this.nanos + " " + this.kind + " " + this.subject + " " + this.detail.replaceAll("\\s+", " ");
	}

	static Observation parse(String line) {
		String[] parts = line.split(" ", 5);
		return new Observation(Long.parseLong(parts[1]), Kind.valueOf(parts[2]), parts[3], parts[4]);
	}

	enum Kind {

		JOINED, LEFT, CHANGED,

		/** The observer's view became stale, or fresh again. */
		STALE, FRESH,

		/** The observer's own status changed. */
		UP, DOWN

	}

}
