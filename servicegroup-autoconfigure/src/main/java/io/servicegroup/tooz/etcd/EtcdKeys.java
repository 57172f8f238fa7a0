package io.servicegroup.tooz.etcd;

import java.nio.charset.StandardCharsets;

/**
 * What stands where in etcd. The leaders' keys are this project's, which tooz has no
 * election for, and those of the switches; the others are tooz's, byte for byte.
 */
final class EtcdKeys {

	/** Without a slash in front, other than the locks. */
	static final String GROUPS = "tooz/groups/";

	private EtcdKeys() {
	}

	/** The group itself, and the prefix of its members. */
	static String group(String group) {
		return GROUPS + group + "/";
	}

	static String member(String group, String member) {
		return group(group) + member;
	}

	/** Without a slash between, as tooz has it. */
	static String lock(String name) {
		return "/tooz/locks" + name;
	}

	static String leader(String group) {
		return "/tooz/leaders/" + group;
	}

	/** A group's notes. Not where tooz looks for groups and members. */
	static String switches(String group) {
		return "/tooz/switches/" + group;
	}

	/** The first key behind all that begin with a prefix. */
	static byte[] behind(String prefix) {
		byte[] end = bytes(prefix);
		end[end.length - 1]++;
		return end;
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
