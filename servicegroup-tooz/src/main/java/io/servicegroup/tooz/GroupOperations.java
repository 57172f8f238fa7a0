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
 * What a {@link Coordinator} does with groups and their members.
 */
public interface GroupOperations {

	/**
	 * Creates a group.
	 * @param group the group's id
	 * @throws GroupAlreadyExistsException if it exists
	 */
	void createGroup(String group);

	/**
	 * Deletes an empty group.
	 * @param group the group's id
	 * @throws GroupNotFoundException if it does not exist
	 * @throws GroupNotEmptyException if a member stands in it
	 */
	void deleteGroup(String group);

	/**
	 * Lists the groups.
	 * @return the groups' ids, a snapshot
	 */
	Set<String> getGroups();

	/**
	 * Joins a group. A membership that the store loses is restored by
	 * {@link #heartbeat()}.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberAlreadyExistsException if the member id stands in the group, be it by
	 * this coordinator or by another process; the other one is not harmed
	 */
	void joinGroup(String group, @Nullable Object capabilities);

	/**
	 * Joins a group with the capabilities that tooz gives those who name none: no bytes.
	 * @param group the group's id
	 */
	default void joinGroup(String group) {
		joinGroup(group, new byte[0]);
	}

	/**
	 * Joins a group and creates it if need be.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberAlreadyExistsException as for {@link #joinGroup}
	 */
	void joinGroupCreate(String group, @Nullable Object capabilities);

	/**
	 * Joins a group with no bytes as capabilities, and creates it if need be.
	 * @param group the group's id
	 */
	default void joinGroupCreate(String group) {
		joinGroupCreate(group, new byte[0]);
	}

	/**
	 * Leaves a group; the heart does not restore this membership any more, even when the
	 * call fails. Should another process have taken the id since, it is not harmed. As in
	 * tooz, one that has not joined takes out whoever stands in the group under its id; a
	 * living Java member comes back with its next heartbeat.
	 * @param group the group's id
	 * @throws MemberNotJoinedException if the id does not stand in the group
	 */
	void leaveGroup(String group);

	/**
	 * Lists the live members of a group, as the store lists them; a member whose record
	 * is broken is left out.
	 * @param group the group's id
	 * @return the members' ids, a snapshot
	 * @throws GroupNotFoundException if the group does not exist
	 */
	default Set<String> getMembers(String group) {
		return getMembersWithCapabilities(group).keySet();
	}

	/**
	 * Lists the live members with their capabilities, in a number of round trips that
	 * does not grow with the group.
	 * @param group the group's id
	 * @return the members by their ids, a snapshot
	 * @throws GroupNotFoundException if the group does not exist
	 */
	Map<String, MemberInfo> getMembersWithCapabilities(String group);

	/**
	 * Returns what a live member says of itself.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the decoded capabilities, see {@link Capabilities}
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberNotJoinedException if the member does not stand in it
	 */
	default @Nullable Object getMemberCapabilities(String group, String member) {
		return getMemberInfo(group, member).capabilities();
	}

	/**
	 * Returns what the store knows of a live member.
	 * @param group the group's id
	 * @param member the member's id
	 * @return capabilities and times
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberNotJoinedException if the member does not stand in it
	 */
	default MemberInfo getMemberInfo(String group, String member) {
		MemberInfo info = getMembersWithCapabilities(group).get(member);
		if (info == null) {
			throw new MemberNotJoinedException(group, member);
		}
		return info;
	}

	/**
	 * Changes this member's capabilities. Should the call fail, the next heartbeat writes
	 * them.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberNotJoinedException if this coordinator has not joined the group
	 * @throws MemberAlreadyExistsException if another process took this member's id while
	 * this one was away
	 */
	void updateCapabilities(String group, @Nullable Object capabilities);

	/**
	 * Reads the notes of a group. tooz knows of none, and Python members do not see them.
	 * @param group the group's id
	 * @return the texts by key; none where the group does not exist
	 */
	Map<String, String> getNotes(String group);

	/**
	 * Writes a note: a lasting small text beside the group, which belongs to no member
	 * and outlives them. Those with other keys stay as they are, whoever writes at the
	 * same time. Whoever {@linkplain Coordinator#watch watches} the group is called.
	 * @param group the group's id
	 * @param key the note's key
	 * @param text the text, or {@code null} to take the note away
	 * @throws GroupNotFoundException if the group does not exist, in stores that keep the
	 * notes in its record
	 */
	void setNote(String group, String key, @Nullable String text);

	/**
	 * Has {@link #runWatchers()} call for each member that has joined since.
	 * @param group the group's id
	 * @param callback called on the thread that runs the watchers
	 * @throws GroupNotFoundException if the group does not exist
	 */
	void watchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback);

	/**
	 * Ends {@link #watchJoinGroup}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not
	 */
	void unwatchJoinGroup(String group, Consumer<? super MemberJoinedGroup> callback);

	/**
	 * Has {@link #runWatchers()} call for each member that has left or died since.
	 * @param group the group's id
	 * @param callback called on the thread that runs the watchers
	 * @throws GroupNotFoundException if the group does not exist
	 */
	void watchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback);

	/**
	 * Ends {@link #watchLeaveGroup}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not
	 */
	void unwatchLeaveGroup(String group, Consumer<? super MemberLeftGroup> callback);

	/**
	 * What the store knows of a live member.
	 *
	 * @param capabilities the decoded capabilities, see {@link Capabilities}
	 * @param createdAt when the member joined, or {@code null} where the store does not
	 * tell
	 * @param updatedAt the last moment for which the store vouches, see
	 * {@link Backend.StoredMember#updatedAt()}
	 */
	record MemberInfo(@Nullable Object capabilities, @Nullable Instant createdAt, Instant updatedAt) {
	}

}
