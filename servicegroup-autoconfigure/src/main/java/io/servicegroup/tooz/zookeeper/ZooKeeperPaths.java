package io.servicegroup.tooz.zookeeper;

import java.util.ArrayList;
import java.util.List;

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

	/** The nodes down to the namespace's own, which is the last one. */
	List<String> roots() {
		List<String> roots = new ArrayList<>();
		String root = "";
		for (String name : this.namespace.split("/")) {
			root += "/" + name;
			roots.add(root);
		}
		return roots;
	}

	String group(String group) {
		return root() + "/" + group;
	}

	String member(String group, String member) {
		return group(group) + "/" + member;
	}

}
