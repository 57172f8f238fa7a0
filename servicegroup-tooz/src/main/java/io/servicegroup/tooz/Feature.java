package io.servicegroup.tooz;

import java.util.List;

/**
 * What a backend may have or lack, and the operations that stand or fall with it. An
 * operation of a feature that a backend lacks is refused with
 * {@link UnsupportedFeatureException}, without asking the store.
 */
public enum Feature {

	/** Groups and their members. */
	GROUPS("groups", "createGroup", "deleteGroup", "getGroups", "joinGroup", "joinGroupCreate", "leaveGroup",
			"getMembers", "getMembersWithCapabilities", "getMemberCapabilities", "getMemberInfo", "updateCapabilities",
			"getNotes", "setNote", "watchJoinGroup", "unwatchJoinGroup", "watchLeaveGroup", "unwatchLeaveGroup",
			"joinPartitionedGroup", "leavePartitionedGroup"),

	/**
	 * Changes of a group are pushed. Elsewhere a watch is taken but never calls, and
	 * changes are found by reading the group again.
	 */
	PUSH("pushed changes", "watch"),

	/** The election of one leader. */
	ELECTION("leader election", "watchElectedAsLeader", "unwatchElectedAsLeader", "runElectCoordinator",
			"standDownGroupLeader", "getLeaderLock"),

	/** Whether there is a leader; its name, too, where the leader has left it. */
	LEADER("reading the leader", "getLeader"),

	/** Exclusive locks. */
	LOCKS("locks", "getLock", "acquire", "release", "isStillOwner"),

	/** Locks that several may hold at once, unless one holds them alone. */
	SHARED_LOCKS("shared locks", "acquireShared"),

	/** Taking a lock away from its holder. */
	BREAKING("breaking locks", "breakLock"),

	/** Numbers that grow from holder to holder, so that a late one can be refused. */
	FENCING("fencing tokens", "fencingToken");

	private final String title;

	private final List<String> operations;

	Feature(String title, String... operations) {
		this.title = title;
		this.operations = List.of(operations);
	}

	/**
	 * Returns the feature in words.
	 * @return such as {@code fencing tokens}
	 */
	public String title() {
		return this.title;
	}

	/**
	 * Returns the operations of {@link Coordinator} and {@link DistributedLock} that need
	 * the feature.
	 * @return the methods' names
	 */
	public List<String> operations() {
		return this.operations;
	}

}
