package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;

/**
 * The keys, all of them tooz's but the holder and the switches.
 */
final class MemcachedKeys {

	/** Bytes in a key, by memcached's protocol. */
	static final int LONGEST = 250;

	static final String GROUP_LIST = "_TOOZ_GROUP_LIST";

	private MemcachedKeys() {
	}

	static String group(String group) {
		return "_TOOZ_GROUP_" + group;
	}

	static String beat(String member) {
		return "_TOOZ_MEMBER_" + member;
	}

	/**
	 * Tooz's beat says that somebody lives under an id, not who: this key beside it holds
	 * a token of the one coordinator that does. Python never reads it.
	 */
	static String holder(String member) {
		return "_TOOZ_HOLDER_" + member;
	}

	/** A group's notes. Python never reads it. */
	static String switches(String group) {
		return "_TOOZ_SWITCHES_" + group;
	}

	static String lock(String name) {
		return "__TOOZ_LOCK_" + name;
	}

	static String leader(String group) {
		return lock("_TOOZ_GROUP_LEADER_" + group);
	}

	/** Whether a key may contain this: a blank or a line's end would end the command. */
	static boolean isClean(String id) {
		return StandardCharsets.UTF_8.newEncoder().canEncode(id) && id.codePoints()
			.noneMatch((c) -> Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c));
	}

	/** Whether an id found in the store can have a beat at all. */
	static boolean canBeat(String member) {
		return isClean(member) && beat(member).getBytes(StandardCharsets.UTF_8).length <= LONGEST;
	}

}
