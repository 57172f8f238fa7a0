package io.servicegroup.tooz.zookeeper;

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
