package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;

/**
 * Builds the keys. Most are tooz's; only this library uses those of holders and
 * annotations.
 */
final class MemcachedKeys {

	/** The maximum length of a key, by memcached's protocol. */
	static final int MAX_BYTES = 250;

	static final String GROUP_LIST = "_TOOZ_GROUP_LIST";

	private MemcachedKeys() {
	}

	static String group(String group) {
		return "_TOOZ_GROUP_" + group;
	}

	/** Returns the key of a member's heartbeat. */
	static String heartbeat(String member) {
		return "_TOOZ_MEMBER_" + member;
	}

	/**
	 * Returns the key of the token of the coordinator that holds a member id. tooz's
	 * heartbeat key says that a member is alive, but not in which process. Python never
	 * reads this key.
	 */
	static String holder(String member) {
		return "_TOOZ_HOLDER_" + member;
	}

	/**
	 * Returns a key as long as a heartbeat's, to find out whether the server takes
	 * writes.
	 */
	static String probe(String member) {
		return "_TOOZ_WRITES_" + member;
	}

	/** Returns the key of a group's annotations. Python never reads it. */
	static String annotations(String group) {
		return "_TOOZ_SWITCHES_" + group;
	}

	static String lock(String name) {
		return "__TOOZ_LOCK_" + name;
	}

	static String leader(String group) {
		return lock("_TOOZ_GROUP_LEADER_" + group);
	}

	/**
	 * Returns whether a key may contain the id: a blank or line break would end the
	 * command.
	 */
	static boolean isClean(String id) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(id) && id.codePoints()
			.noneMatch((c) -> Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
	}

	/** Returns whether an id read from the store can be part of a heartbeat's key. */
	static boolean canHaveHeartbeat(String member) {
		return isClean(member) && heartbeat(member).getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
	}

}
