package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

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
	 * Returns the key of the token of the coordinator that holds a member id in a group.
	 * tooz's heartbeat key says that a member is alive, but not in which process or
	 * group. Python never reads this key. It has a digest, as group and member may be too
	 * long together; no id contains the separator.
	 */
	static String held(String group, String member) {
		return "_TOOZ_HELD_" + digest(group, member);
	}

	/**
	 * Returns the keys of which one is enough to show that a Java member lives: that of
	 * its token, and a smaller item. A server that evicts items of one size may keep the
	 * other.
	 */
	static List<String> signsOfLife(String group, String member) {
		return List.of(held(group, member), alive(group, member));
	}

	static String alive(String group, String member) {
		return "_TOOZ_ALIVE_" + digest(group, member);
	}

	/**
	 * Returns the key of an item that exists for a membership timeout after the member
	 * left the group in order.
	 */
	static String left(String group, String member) {
		return "_TOOZ_LEFT_" + digest(group, member);
	}

	private static String digest(String group, String member) {
		return UUID.nameUUIDFromBytes((group + '\0' + member).getBytes(StandardCharsets.UTF_8)).toString();
	}

	/**
	 * Returns the key by which releases without a token per group exclude other processes
	 * with the member id, in all groups: they store their token there. Newer ones store
	 * {@link HolderItem} there.
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
