package io.servicegroup.tooz.database;

import org.jspecify.annotations.Nullable;

/**
 * The name that a leader's session bears, for all to see.
 */
final class SessionNames {

	/** Of a session that leads nothing. */
	static final String PREFIX = "servicegroup";

	/** PostgreSQL cuts off what is longer, and replaces what is not ASCII. */
	private static final int LONGEST = 63;

	private SessionNames() {
	}

	/** A member whose id does not fit leads without a name. */
	static String of(String memberId) {
		String name = PREFIX + ":" + memberId;
		return (name.length() <= LONGEST && memberId.matches("[ -~]+")) ? name : PREFIX;
	}

	/** Returns the member's id, or {@code null} if the session does not tell. */
	static @Nullable String member(@Nullable Object name) {
		return (name != null && name.toString().startsWith(PREFIX + ":"))
				? name.toString().substring(PREFIX.length() + 1) : null;
	}

}
