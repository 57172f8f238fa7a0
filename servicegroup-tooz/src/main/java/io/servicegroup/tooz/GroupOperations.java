package io.servicegroup.tooz;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import io.servicegroup.tooz.GroupEvent.MemberJoinedGroup;
import io.servicegroup.tooz.GroupEvent.MemberLeftGroup;
import io.servicegroup.tooz.spi.Backend;
import org.jspecify.annotations.Nullable;

/**
 * The operations of a {@link Coordinator} on groups and their members.
 *
 * @since 0.1.0
 */
public interface GroupOperations {

	/**
	 * Creates a group.
	 * @param group the group's id
	 * @throws GroupAlreadyExistsException if the group exists
	 */
	void createGroup(String group);

	/**
	 * Deletes an empty group.
	 * @param group the group's id
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws GroupNotEmptyException if the group has members
	 */
	void deleteGroup(String group);

	/**
	 * Lists the groups.
	 * @return the groups' ids, a snapshot
	 */
	Set<String> getGroups();

	/**
	 * Joins a group. If the store loses the membership, {@link Coordinator#heartbeat()}
	 * restores it.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberAlreadyExistsException if the member id is already registered in the
	 * group, by this coordinator or by another process; the existing registration is not
	 * changed
	 */
	void joinGroup(String group, @Nullable Object capabilities);

	/**
	 * Joins a group with tooz's default capabilities, which are {@code null} since tooz
	 * 9.0.0.
	 * @param group the group's id
	 */
	default void joinGroup(String group) {
		joinGroup(group, null);
	}

	/**
	 * Joins a group, and creates it if it does not exist.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberAlreadyExistsException as for {@link #joinGroup}
	 */
	void joinGroupCreate(String group, @Nullable Object capabilities);

	/**
	 * Joins a group with tooz's default capabilities, and creates it if it does not
	 * exist.
	 * @param group the group's id
	 */
	default void joinGroupCreate(String group) {
		joinGroupCreate(group, null);
	}

	/**
	 * Leaves a group. Even if the call fails, heartbeats no longer restore the
	 * membership; the next heartbeat retries a leave that did not reach the store. Does
	 * not remove the registration of another process that has taken over the id.
	 * <p>
	 * As in tooz, a call without a prior join removes the registration with this member
	 * id even if it belongs to another process. A live Java member then rejoins with its
	 * next heartbeat.
	 * @param group the group's id
	 * @throws MemberNotJoinedException if the id is not registered in the group
	 */
	void leaveGroup(String group);

	/**
	 * Lists the live members of a group as the store lists them, even those whose
	 * capabilities cannot be read.
	 * @param group the group's id
	 * @return the members' ids, a snapshot
	 * @throws GroupNotFoundException if the group does not exist
	 */
	default Set<String> getMembers(String group) {
		return getMembersWithCapabilities(group).keySet();
	}

	/**
	 * Lists the live members with their capabilities. The number of round trips does not
	 * depend on the size of the group.
	 * @param group the group's id
	 * @return the members by id, an unmodifiable snapshot; capabilities that have not
	 * changed are the objects of the last listing, unmodifiable too
	 * @throws GroupNotFoundException if the group does not exist
	 */
	Map<String, MemberInfo> getMembersWithCapabilities(String group);

	/**
	 * Returns the capabilities of a live member.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the decoded capabilities, see {@link Capabilities}
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberNotJoinedException if the member is not registered in the group
	 * @throws SerializationException if the capabilities cannot be read
	 */
	default @Nullable Object getMemberCapabilities(String group, String member) {
		MemberInfo info = getMemberInfo(group, member);
		if (info.capabilitiesProblem() != null) {
			throw new SerializationException("Capabilities of member '" + member + "' in group '" + group
					+ "' cannot be read: " + info.capabilitiesProblem(), null);
		}
		return info.capabilities();
	}

	/**
	 * Returns the capabilities and times that the store has for a live member.
	 * @param group the group's id
	 * @param member the member's id
	 * @return capabilities and times
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberNotJoinedException if the member is not registered in the group
	 */
	default MemberInfo getMemberInfo(String group, String member) {
		MemberInfo info = getMembersWithCapabilities(group).get(member);
		if (info == null) {
			throw new MemberNotJoinedException(group, member);
		}
		return info;
	}

	/**
	 * Changes this member's capabilities. If the store does not answer, the next
	 * heartbeat writes them. If the store refuses them as invalid, the previous ones
	 * stay.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberNotJoinedException if this coordinator has not joined the group
	 * @throws MemberAlreadyExistsException if this member's registration had expired, and
	 * another process has registered with its id
	 */
	void updateCapabilities(String group, @Nullable Object capabilities);

	/**
	 * Reads the annotations of a group. tooz has no annotations, and Python members do
	 * not see them.
	 * @param group the group's id
	 * @return the texts by key; empty if the group does not exist
	 */
	Map<String, String> getAnnotations(String group);

	/**
	 * Writes an annotation: a small text that is stored with the group, not in a member's
	 * record, so that it remains when members leave. Annotations with other keys are not
	 * changed, even by concurrent writers. {@linkplain Coordinator#watch Watches} of the
	 * group are called.
	 * @param group the group's id
	 * @param key the annotation's key
	 * @param text the text, or {@code null} to remove the annotation
	 * @throws GroupNotFoundException if the group does not exist, in stores that keep the
	 * annotations in the group's record
	 */
	void setAnnotation(String group, String key, @Nullable String text);

	/**
	 * Registers a callback that {@link Coordinator#runWatchers()} calls for each member
	 * that has joined since.
	 * @param group the group's id
	 * @param callback called on the thread that runs the watchers
	 * @throws GroupNotFoundException if the group does not exist
	 */
	void watchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback);

	/**
	 * Unregisters a callback of {@link #watchJoinGroup}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not registered
	 */
	void unwatchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback);

	/**
	 * Registers a callback that {@link Coordinator#runWatchers()} calls for each member
	 * that has left, or was dropped by the store, since.
	 * @param group the group's id
	 * @param callback called on the thread that runs the watchers
	 * @throws GroupNotFoundException if the group does not exist
	 */
	void watchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback);

	/**
	 * Unregisters a callback of {@link #watchLeaveGroup}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not registered
	 */
	void unwatchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback);

	/**
	 * The capabilities and times that the store has for a live member.
	 *
	 * @param capabilities the decoded capabilities, see {@link Capabilities};
	 * {@code null} if they cannot be read
	 * @param capabilitiesProblem why the capabilities cannot be read, or {@code null} if
	 * they can
	 * @param createdAt when the member joined, or {@code null} if the store does not
	 * record it
	 * @param updatedAt the last moment at which the member is known to be live, see
	 * {@link Backend.StoredMember#updatedAt()}
	 */
	record MemberInfo(@Nullable Object capabilities, @Nullable String capabilitiesProblem, @Nullable Instant createdAt,
			Instant updatedAt) {
	}

}
