package io.servicegroup.tooz;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * One member's access to a coordination backend: tooz's operations under tooz's names.
 * Every call blocks, ends by a deadline ({@link ToozUrl#callTimeout}) for each round trip
 * it makes, may be made from any thread, and throws a {@link ToozError}.
 * <p>
 * Unlike tooz, a coordinator joins again by itself: {@link #heartbeat()} restores what
 * the store has lost.
 */
public interface Coordinator extends AutoCloseable {

	/**
	 * Returns this member's id.
	 * @return the id, the same for the coordinator's whole life
	 */
	String memberId();

	/**
	 * Connects to the backend. May be called again after it failed; does nothing once it
	 * succeeded.
	 * @throws ToozConnectionError if the backend cannot be reached or refuses this client
	 */
	void start();

	/**
	 * Leaves every joined group and disconnects, in bounded time even when the backend is
	 * dead. Not to be used again.
	 */
	void stop();

	/**
	 * The same as {@link #stop()}.
	 */
	@Override
	default void close() {
		stop();
	}

	/**
	 * Creates a group.
	 * @param group the group's id
	 * @throws GroupAlreadyExist if it exists
	 */
	void createGroup(String group);

	/**
	 * Deletes an empty group.
	 * @param group the group's id
	 * @throws GroupNotCreated if it does not exist
	 * @throws GroupNotEmpty if a member stands in it
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
	 * @throws GroupNotCreated if the group does not exist
	 * @throws MemberAlreadyExist if the member id stands in the group, be it by this
	 * coordinator or by another process; the other one is not harmed
	 */
	void joinGroup(String group, @Nullable Object capabilities);

	/**
	 * Joins a group and creates it if need be.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberAlreadyExist as for {@link #joinGroup}
	 */
	void joinGroupCreate(String group, @Nullable Object capabilities);

	/**
	 * Leaves a group; the heart does not restore this membership any more, even when the
	 * call fails.
	 * @param group the group's id
	 * @throws MemberNotJoined if this member does not stand in the group
	 */
	void leaveGroup(String group);

	/**
	 * Lists the live members of a group, as the store lists them; a member whose record
	 * is broken is left out.
	 * @param group the group's id
	 * @return the members' ids, a snapshot
	 * @throws GroupNotCreated if the group does not exist
	 */
	Set<String> getMembers(String group);

	/**
	 * Lists the live members with their capabilities, in a number of round trips that
	 * does not grow with the group.
	 * @param group the group's id
	 * @return the members by their ids, a snapshot
	 * @throws GroupNotCreated if the group does not exist
	 */
	Map<String, MemberInfo> getMembersWithCapabilities(String group);

	/**
	 * Returns what a live member says of itself.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the decoded capabilities, see {@link Capabilities}
	 * @throws GroupNotCreated if the group does not exist
	 * @throws MemberNotJoined if the member does not stand in it
	 */
	@Nullable Object getMemberCapabilities(String group, String member);

	/**
	 * Changes this member's capabilities. Should the call fail, the next heartbeat writes
	 * them.
	 * @param group the group's id
	 * @param capabilities any value that {@link Capabilities} can encode
	 * @throws MemberNotJoined if this coordinator has not joined the group
	 * @throws MemberAlreadyExist if another process took this member's id while this one
	 * was away
	 */
	void updateCapabilities(String group, @Nullable Object capabilities);

	/**
	 * Says that this member lives, looks whether it still stands in each joined group,
	 * and joins again, with the latest capabilities, where it does not.
	 * @return the time until the next heartbeat is due: a third of the membership timeout
	 * @throws MemberAlreadyExist if another process took this member's id while this one
	 * was away; it is not harmed, and the next heartbeat tries again
	 */
	Duration heartbeat();

	/**
	 * Returns the time after which the store drops a member that has stopped beating.
	 * @return the timeout as configured or, on ZooKeeper and once connected, as
	 * negotiated with the server
	 */
	Duration membershipTimeout();

	/**
	 * Asks the backend to call when a group may have changed. A call only means <em>look
	 * again</em>; it may be missing, late or superfluous, and backends that cannot push
	 * never call.
	 * @param group the group's id; it need not exist
	 * @param lookAgain called on a thread of the backend's client; must not block
	 * @return closes the watch
	 */
	AutoCloseable watch(String group, Runnable lookAgain);

	/**
	 * What the store knows of a live member.
	 *
	 * @param capabilities the decoded capabilities, see {@link Capabilities}
	 * @param updatedAt the last moment for which the store vouches, see
	 * {@link Backend.StoredMember#updatedAt()}
	 */
	record MemberInfo(@Nullable Object capabilities, Instant updatedAt) {
	}

}
