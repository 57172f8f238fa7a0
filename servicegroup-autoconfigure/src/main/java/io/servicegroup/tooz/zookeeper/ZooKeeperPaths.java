package io.servicegroup.tooz.zookeeper;

import java.util.regex.Pattern;

import io.servicegroup.tooz.InvalidToozUrl;

/**
 * Where tooz keeps what: {@code /<namespace>/<group>/<member>}. The namespace may be
 * several nodes deep, as kazoo's {@code ensure_path} allows.
 */
record ZooKeeperPaths(String namespace) {

	static final String DEFAULT_NAMESPACE = "tooz";

	/** Among the groups: the parent of tooz's locks. */
	static final String LOCKS = "locks";

	/** Among the members: the parent of the contenders for a group's leadership. */
	static final String LEADER = "leader";

	private static final Pattern NODE_NAME = Pattern.compile("(?!\\.{1,2}$)[\\x20-\\x7E&&[^/]]+");

	static boolean isName(String name) {
		return NODE_NAME.matcher(name).matches();
	}

	static void checkName(String what, String id) {
		if (!isName(id)) {
			throw new InvalidToozUrl("The " + what + " id '" + id + "' cannot be the name of a ZooKeeper node in tooz.",
					"Use printable ASCII characters without slashes, and neither '.' nor '..'.");
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
