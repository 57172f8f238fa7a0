package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.InvalidToozUrl;

/**
 * The keys of OpenStack Nova's driver {@code mc}: one for each member. Those beside it,
 * which Nova never reads, stand in for what memcached cannot do, list keys.
 */
final class NovaKeys {

	/** No group's name: its members would be among the keys beside Nova's. */
	static final String RESERVED = "servicegroup";

	/** The groups that Java members have entered. */
	static final String GROUPS = RESERVED + ":groups";

	private NovaKeys() {
	}

	static String member(String group, String member) {
		return group + ":" + member;
	}

	/** The members of a group that are written in Java. */
	static String members(String group) {
		return RESERVED + ":members:" + group;
	}

	static String notes(String group) {
		return RESERVED + ":switches:" + group;
	}

	static boolean canHold(String group, String member) {
		return MemcachedKeys.isClean(member) && length(member(group, member)) <= MemcachedKeys.LONGEST;
	}

	static void check(String what, String id) {
		if (!MemcachedKeys.isClean(id)) {
			throw new InvalidToozUrl("The " + what + " id '" + id.replaceAll("\\p{Cntrl}", "?") + "' has a blank or a "
					+ "control character, which no key of memcached may contain.", "Use a - instead.");
		}
		boolean ofGroup = what.equals("group");
		int over = length(ofGroup ? notes(id) : member("g", id)) - MemcachedKeys.LONGEST;
		if (over > 0) {
			throw tooLong("The " + what + " id '" + id + "'", over);
		}
		if (ofGroup && (id.equals(RESERVED) || id.contains(":"))) {
			throw new InvalidToozUrl(
					"The group id '" + id + "' is '" + RESERVED
							+ "', or has a colon, which stands between group and member in Nova's keys.",
					"Use another one.");
		}
	}

	static void checkMember(String group, String member) {
		if (!canHold(group, member)) {
			throw tooLong("The member id '" + member + "' in group '" + group + "'",
					length(member(group, member)) - MemcachedKeys.LONGEST);
		}
	}

	private static InvalidToozUrl tooLong(String what, int over) {
		return new InvalidToozUrl(
				what + " makes a key that is longer than memcached's " + MemcachedKeys.LONGEST + " bytes.",
				"Make it " + over + " bytes (UTF-8) shorter.");
	}

	private static int length(String key) {
		return key.getBytes(StandardCharsets.UTF_8).length;
	}

}
