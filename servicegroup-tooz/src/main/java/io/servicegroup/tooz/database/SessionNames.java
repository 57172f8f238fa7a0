package io.servicegroup.tooz.database;

import org.jspecify.annotations.Nullable;

/**
 * Formats and parses the name of a member's sessions, which other members read to find a
 * leader.
 */
final class SessionNames {

	/** The start of the name. */
	static final String PREFIX = "servicegroup";

	/** PostgreSQL truncates longer names, and replaces characters beyond ASCII. */
	private static final int MAX_LENGTH = 63;

	private SessionNames() {
	}

	/**
	 * Returns the name of a member's sessions: with the member id if it fits, otherwise
	 * without.
	 */
	static String of(String memberId) {
		String name = PREFIX + ":" + memberId;
		return (name.length() <= MAX_LENGTH && memberId.matches("[ -~]+")) ? name : PREFIX;
	}

	/** Returns the member id in a session's name, or {@code null} if it has none. */
	static @Nullable String member(@Nullable Object name) {
		return (name != null && name.toString().startsWith(PREFIX + ":"))
				? name.toString().substring(PREFIX.length() + 1) : null;
	}

}
