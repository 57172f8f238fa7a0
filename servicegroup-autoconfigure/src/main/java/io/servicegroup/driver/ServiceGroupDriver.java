package io.servicegroup.driver;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.Member;
import io.servicegroup.MigrationStatus;
import io.servicegroup.OperatorSwitches;
import org.jspecify.annotations.Nullable;

/**
 * What the API stands on: one member's way to the store. Drivers are thread-safe, bound
 * each call's time, connect by themselves when they have to, and throw the exceptions of
 * {@link io.servicegroup}. The operators' switches are written without a look at whether
 * the member is known.
 */
public interface ServiceGroupDriver extends OperatorSwitches, AutoCloseable {

	/**
	 * Returns the id under which this driver joins.
	 * @return the member id
	 */
	String memberId();

	/**
	 * Returns the backend's name.
	 * @return such as {@code redis}
	 */
	String backend();

	/**
	 * Returns where the backend is.
	 * @return the URL without secrets
	 */
	String url();

	/**
	 * Returns the time after which the store drops a silent member.
	 * @return the timeout
	 */
	Duration membershipTimeout();

	/**
	 * Returns the shortest of the times after which the store drops something that is not
	 * kept by heartbeats.
	 * @return the timeout; where there are but members, theirs
	 */
	default Duration shortestTimeout() {
		return membershipTimeout();
	}

	/**
	 * Returns the longest time for which somebody who has died may be read as up.
	 * @return the timeout; where all stand in one place, the members'
	 */
	default Duration longestTimeout() {
		return membershipTimeout();
	}

	/**
	 * Tells whether a join is worth a try when a heartbeat has just found the store away.
	 * @return whether there is another place to stand in
	 */
	default boolean standsElsewhere() {
		return false;
	}

	/**
	 * Tells how far the members have moved from another place; from memory.
	 * @return the state, or {@code null} where nobody moves
	 */
	default @Nullable MigrationStatus migration() {
		return null;
	}

	/**
	 * Refuses a group id that the store cannot hold, without asking the store.
	 * @param group the group's id
	 * @throws io.servicegroup.InvalidServiceGroupException if it is refused
	 */
	void checkGroup(String group);

	/**
	 * Enters this member, and creates the group if need be.
	 * @param group the group's id
	 * @param capabilities what the others may read
	 */
	void join(String group, Map<String, ?> capabilities);

	/**
	 * Takes this member out; does nothing when it is not in.
	 * @param group the group's id
	 */
	void leave(String group);

	/**
	 * Has this member taken out wherever else it stands, without waiting for it: told
	 * before it leaves groups of a place that may not answer.
	 * @param groups the groups' ids
	 */
	default void leaveElsewhere(Set<String> groups) {
	}

	/**
	 * Replaces this member's capabilities.
	 * @param group the group's id
	 * @param capabilities what the others may read
	 */
	void updateCapabilities(String group, Map<String, ?> capabilities);

	/**
	 * Says that this member lives, restores the memberships that the store has lost, and
	 * renews leaderships and locks.
	 */
	void heartbeat();

	/**
	 * Reads a group, in a number of round trips that does not grow with it.
	 * @param group the group's id; one that does not exist has no members
	 * @return the members that are up, and the operators' switches
	 */
	GroupListing read(String group);

	/**
	 * Reads the members that are up.
	 * @param group the group's id; one that does not exist has no members
	 * @return the members
	 */
	default List<Member> members(String group) {
		return read(group).members();
	}

	/**
	 * Has the readings to come look for a member, too: for stores that cannot list whom
	 * others have entered. Costs a look-up in memory.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether a reading may find it that was not found before
	 */
	default boolean lookFor(String group, String member) {
		return false;
	}

	/**
	 * Reads whether a member is up.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the store says so
	 */
	default boolean isUp(String group, String member) {
		return members(group).stream().anyMatch((m) -> m.id().equals(member) && m.up());
	}

	/**
	 * Tells whether the store knows a member, be it up or not: one that is dead may be
	 * switched, too.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether it does; where the store forgets who is dead, whether it is up
	 */
	default boolean knows(String group, String member) {
		return lookFor(group, member) && isUp(group, member);
	}

	/**
	 * Reads the last moment for which the store vouches for a member.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the moment
	 */
	Instant updatedTime(String group, String member);

	/**
	 * Reads the groups that exist.
	 * @return the groups' ids
	 */
	Set<String> groups();

	/**
	 * Asks to be called when a group may have changed; a hint that may be missing.
	 * @param group the group's id
	 * @param lookAgain called on any thread; must not block
	 * @return ends the calls
	 */
	AutoCloseable watch(String group, Runnable lookAgain);

	/**
	 * Returns the way to elect leaders.
	 * @return the elections, always the same
	 * @throws io.servicegroup.InvalidServiceGroupException if the driver has none
	 */
	default LeaderElections elections() {
		throw new InvalidServiceGroupException("The driver for '" + backend() + "' elects no leaders.",
				"Use a backend that does; see the table of backends.", null);
	}

	/**
	 * Leaves all groups and disconnects, in bounded time even when the store is dead. Not
	 * to be used again.
	 */
	@Override
	void close();

}
