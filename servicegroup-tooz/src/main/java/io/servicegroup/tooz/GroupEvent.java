package io.servicegroup.tooz;

import java.util.OptionalLong;

/**
 * What a watch callback is told, under tooz's names.
 */
public sealed interface GroupEvent {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns the member that it is about.
	 * @return the member's id
	 */
	String member();

	/**
	 * A member has joined.
	 *
	 * @param group the group's id
	 * @param member the member's id
	 */
	record MemberJoinedGroup(String group, String member) implements GroupEvent {
	}

	/**
	 * A member has left, or was dropped.
	 *
	 * @param group the group's id
	 * @param member the member's id
	 */
	record MemberLeftGroup(String group, String member) implements GroupEvent {
	}

	/**
	 * This member was elected.
	 *
	 * @param group the group's id
	 * @param member this member's id
	 * @param fencingToken a number greater than that of any leader before, or empty where
	 * the backend has none
	 */
	record LeaderElected(String group, String member, OptionalLong fencingToken) implements GroupEvent {
	}

	/**
	 * This member leads no longer, or cannot be sure that it does.
	 *
	 * @param group the group's id
	 * @param member this member's id
	 */
	record LeaderRevoked(String group, String member) implements GroupEvent {
	}

}
