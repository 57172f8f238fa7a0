package io.servicegroup.tooz.memcached;

import java.nio.charset.StandardCharsets;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Builds keys. The members' keys are those of OpenStack Nova's driver {@code mc}. Nova
 * never reads the others: the lists of groups and members, which are needed because
 * memcached cannot list keys, and the annotations.
 */
final class NovaKeys {

	/**
	 * Not allowed as a group id: the keys of such a group's members could equal this
	 * library's.
	 */
	static final String RESERVED = "servicegroup";

	/** The key of the list of groups. Only Java members write it. */
	static final String GROUPS = RESERVED + ":groups";

	private NovaKeys() {
	}

	static String member(String group, String member) {
		return group + ":" + member;
	}

	/** Returns the key of the list of a group's Java members. */
	static String memberList(String group) {
		return RESERVED + ":members:" + group;
	}

	/** Returns the key of a group's annotations. */
	static String annotations(String group) {
		return RESERVED + ":switches:" + group;
	}

	/** Returns whether the key of this member is valid. */
	static boolean fits(String group, String member) {
		return MemcachedKeys.isClean(member) && length(member(group, member)) <= MemcachedKeys.MAX_BYTES;
	}

	static void check(String what, String id) {
		if (!MemcachedKeys.isClean(id)) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + id.replaceAll("\\p{Cntrl}", "?")
							+ "' has a blank or a control character, which memcached does not allow in keys.",
					"Use '-' instead.");
		}
		boolean isGroup = what.equals("group");
		int over = length(isGroup ? annotations(id) : member("g", id)) - MemcachedKeys.MAX_BYTES;
		if (over > 0) {
			throw tooLong("The " + what + " id '" + id + "'", over);
		}
		if (isGroup && (id.equals(RESERVED) || id.contains(":"))) {
			throw new InvalidToozUrlException(
					"The group id '" + id + "' is not allowed: '" + RESERVED
							+ "' is reserved, and a colon separates group and member in Nova's keys.",
					"Use another id.");
		}
	}

	static void checkMember(String group, String member) {
		if (!fits(group, member)) {
			throw tooLong("The member id '" + member + "' in group '" + group + "'",
					length(member(group, member)) - MemcachedKeys.MAX_BYTES);
		}
	}

	private static InvalidToozUrlException tooLong(String what, int over) {
		return new InvalidToozUrlException(
				what + " is too long: its key exceeds memcached's limit of " + MemcachedKeys.MAX_BYTES + " bytes.",
				"Make it " + over + " bytes (UTF-8) shorter.");
	}

	private static int length(String key) {
		return key.getBytes(StandardCharsets.UTF_8).length;
	}

}
