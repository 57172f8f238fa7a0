package io.servicegroup.tooz;

import java.util.OptionalLong;

/**
 * The event that a watch callback receives, under tooz's name. Later versions may add
 * kinds of events: ignore those that you do not know.
 *
 * @since 0.1.0
 */
public interface GroupEvent {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns the member of the event.
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
	 * A member has left, or was dropped by the store.
	 *
	 * @param group the group's id
	 * @param member the member's id
	 */
	record MemberLeftGroup(String group, String member) implements GroupEvent {
	}

	/**
	 * This member was elected as leader.
	 *
	 * @param group the group's id
	 * @param member this member's id
	 * @param fencingToken a number greater than that of any previous leader, or empty if
	 * the backend has no {@link Feature#FENCING}
	 */
	record LeaderElected(String group, String member, OptionalLong fencingToken) implements GroupEvent {
	}

	/**
	 * This member is no longer the leader, or cannot be sure that it is.
	 *
	 * @param group the group's id
	 * @param member this member's id
	 */
	record LeaderRevoked(String group, String member) implements GroupEvent {
	}

}
