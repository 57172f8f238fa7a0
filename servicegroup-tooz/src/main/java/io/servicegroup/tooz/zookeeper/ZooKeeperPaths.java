package io.servicegroup.tooz.zookeeper;

import java.util.regex.Pattern;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Builds tooz's paths, such as {@code /<namespace>/<group>/<member>}.
 *
 * @param namespace one or several names with slashes between, as in kazoo's
 * {@code ensure_path}
 */
record ZooKeeperPaths(String namespace) {

	static final String DEFAULT_NAMESPACE = "tooz";

	/** The name, among the groups, of the parent of locks. */
	static final String LOCKS = "locks";

	/** The name, among the members, of the parent of the candidates for leader. */
	static final String LEADER = "leader";

	private static final Pattern NODE_NAME = Pattern.compile("(?!\\.{1,2}$)[\\x20-\\x7E&&[^/]]+");

	static boolean isName(String name) {
		return NODE_NAME.matcher(name).matches();
	}

	static void checkName(String what, String id) {
		if (!isName(id)) {
			throw new InvalidToozUrlException(
					"The " + what + " id '" + id + "' cannot be the name of a ZooKeeper node.",
					"Use printable ASCII characters without slashes, but not '.' or '..'.");
		}
	}

	String root() {
		return "/" + this.namespace;
	}

	String group(String group) {
		return root() + "/" + group;
	}

	String member(String group, String member) {
		return group(group) + "/" + member;
	}

	String leader(String group) {
		return group(group) + "/" + LEADER;
	}

	String lock(String name) {
		return root() + "/" + LOCKS + "/" + name;
	}

}
