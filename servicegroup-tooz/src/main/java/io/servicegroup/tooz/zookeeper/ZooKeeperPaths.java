package io.servicegroup.tooz.zookeeper;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Builds tooz's paths, such as {@code /<namespace>/<group>/<member>}.
 *
 * @param namespace one or several names with slashes between, as in kazoo's
 * {@code ensure_path}
 */
record ZooKeeperPaths(String namespace) {

	/** Each is created by a call of its own, within the deadline of one acquisition. */
	private static final int MAX_PARTS = 100;

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

	/**
	 * Checks the name of a lock. It may have several parts with slashes between them, as
	 * in tooz: the nodes of further locks are then below the node of a lock.
	 */
	static void checkLock(String name) {
		String[] parts = name.split("/", -1);
		if (!Arrays.stream(parts).allMatch(ZooKeeperPaths::isName)) {
			throw new InvalidToozUrlException("The lock name '" + name + "' cannot be the path of a ZooKeeper node.",
					"Use printable ASCII characters. Slashes may separate parts that are not empty, '.' or '..'.");
		}
		if (parts.length > MAX_PARTS) {
			throw new InvalidToozUrlException(
					"The lock name '" + name + "' has " + parts.length
							+ " parts between slashes, each of which is a node.",
					"Use at most " + MAX_PARTS + " parts.");
		}
		if (name.contains("/") && !LockQueue.of(List.of(name)).isEmpty()) {
			throw new InvalidToozUrlException(
					"The lock name '" + name + "' looks like a contender for the lock before the last slash.",
					"Use a name that does not end with " + LockQueue.SEPARATOR + " and ten digits.");
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
