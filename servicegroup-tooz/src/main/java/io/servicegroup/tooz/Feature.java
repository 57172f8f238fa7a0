package io.servicegroup.tooz;

import java.util.List;

/**
 * A feature that a backend may lack, and the operations that need it. An operation of a
 * missing feature throws {@link UnsupportedFeatureException} without a call to the store.
 *
 * @since 0.1.0
 */
public enum Feature {

	/** Groups and their members. */
	GROUPS("groups", "createGroup", "deleteGroup", "getGroups", "joinGroup", "joinGroupCreate", "leaveGroup",
			"getMembers", "getMembersWithCapabilities", "getMemberCapabilities", "getMemberInfo", "updateCapabilities",
			"getAnnotations", "setAnnotation", "watchJoinGroup", "unwatchJoinGroup", "watchLeaveGroup",
			"unwatchLeaveGroup", "joinPartitionedGroup", "leavePartitionedGroup"),

	/**
	 * Pushed changes of a group. Without it, a watch never calls, and changes are found
	 * by reading the group again.
	 */
	PUSH("pushed changes", "watch"),

	/** The election of one leader. */
	ELECTION("leader election", "watchElectedAsLeader", "unwatchElectedAsLeader", "runElectCoordinator",
			"standDownGroupLeader", "getLeaderLock"),

	/** Reading the leader, and its id if the leader has stored it. */
	LEADER("reading the leader", "getLeader"),

	/** Exclusive locks. */
	LOCKS("locks", "getLock", "acquire", "release", "isStillOwner"),

	/** Locks in shared mode, which several holders may hold at once. */
	SHARED_LOCKS("shared locks", "acquireShared"),

	/** Removing a lock from its holder. */
	BREAKING("breaking locks", "breakLock"),

	/**
	 * Numbers that grow with each holder, so that writes of a stale holder can be
	 * rejected.
	 */
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
