package io.servicegroup.driver;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.InvalidServiceGroupException;
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
	 * Returns whether this member was entered into a group and has not left it since;
	 * from memory.
	 * @param group the group's id
	 * @return whether it was; {@link #heartbeat()} keeps it there
	 */
	boolean isJoined(String group);

	/**
	 * Takes this member out; does nothing when it was never entered. If the store cannot
	 * be asked, {@link #heartbeat()} retries.
	 * @param group the group's id
	 */
	void leave(String group);

	/**
	 * Takes this member out of groups, until the store fails once. No
	 * {@link #heartbeat()} brings it back; one retries what has failed.
	 * @param groups the groups' ids; in some of them it may never have been entered
	 */
	void leaveAll(Set<String> groups);

	/**
	 * Replaces this member's capabilities; does nothing when it is not joined. If the
	 * store cannot be asked, {@link #heartbeat()} writes them.
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
