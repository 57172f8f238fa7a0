package io.servicegroup.driver;

import java.util.Map;
import java.util.Set;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MigrationStatus;
import io.servicegroup.OperatorAct;
import io.servicegroup.OperatorSwitches;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Registration;
import org.jspecify.annotations.Nullable;

/**
 * Connects the API to a store, for one member. Drivers are thread-safe, bound the time of
 * each call, connect and reconnect by themselves, and throw the exceptions of
 * {@link io.servicegroup}. They set operators' switches without checking whether the
 * member is known.
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
	 * Returns the timeouts of the store. Makes no call.
	 * @return the timeouts, as the store grants them now
	 */
	Timeouts timeouts();

	/**
	 * Returns the progress of a migration. Makes no call.
	 * @return the state, or {@code null} without a migration
	 */
	default @Nullable MigrationStatus migration() {
		return null;
	}

	/**
	 * Checks that the store can hold a group id. Makes no call.
	 * @param group the group's id
	 * @throws io.servicegroup.InvalidServiceGroupException if the id is invalid
	 */
	void checkGroup(String group);

	/**
	 * Registers this member, and creates the group if it does not exist.
	 * @param group the group's id
	 * @param capabilities the capabilities that other members can read
	 */
	void join(String group, Map<String, ?> capabilities);

	/**
	 * Returns whether this member has joined a group and not left it since. Makes no
	 * call.
	 * @param group the group's id
	 * @return whether it is joined; {@link #heartbeat()} keeps it registered
	 */
	boolean isJoined(String group);

	/**
	 * Removes this member from groups; stops at the first failure of the store. Does
	 * nothing for a group that it has not joined. {@link #heartbeat()} retries what
	 * failed, and never registers the member again.
	 * @param groups the groups' ids
	 */
	void leave(Set<String> groups);

	/**
	 * Replaces this member's capabilities, without calling the store: the newest ones are
	 * those of the last call, in whichever order the updates are written. Does nothing if
	 * this member has not joined.
	 * @param group the group's id
	 * @param capabilities the capabilities that other members can read
	 * @return writes the capabilities
	 */
	CapabilitiesUpdate prepareUpdate(String group, Map<String, ?> capabilities);

	/**
	 * Sends a heartbeat: renews this member's registrations, restores those that the
	 * store has lost, and renews leaderships and locks.
	 */
	void heartbeat();

	/**
	 * Reads a group, in a number of round trips that does not grow with it.
	 * @param group the group's id; one that does not exist has no members
	 * @return the members that are up, and the operators' switches
	 */
	GroupListing read(String group);

	/**
	 * Creates a reader of one group, used to keep a view of it. The default reads the
	 * whole group each time. Makes no call.
	 * @param group the group's id
	 * @return a new reader; close it when the group is not followed any more
	 */
	default GroupListingReader reader(String group) {
		return () -> read(group);
	}

	@Override
	default void disable(String group, String member, String reason) {
		disable(group, member, reason, null);
	}

	@Override
	default void enable(String group, String member) {
		enable(group, member, null);
	}

	@Override
	default void forceDown(String group, String member) {
		forceDown(group, member, null);
	}

	@Override
	default void clearForcedDown(String group, String member) {
		clearForcedDown(group, member, null);
	}

	/**
	 * Returns how members left a group, see
	 * {@link io.servicegroup.ServiceGroupAPI#departures}. The default knows nothing.
	 * @param group the group's id
	 * @param members the ids of members that are no longer listed
	 * @return what the store knows, by member id
	 */
	default Map<String, Departure> departures(String group, Set<String> members) {
		return Map.of();
	}

	/**
	 * Returns what operators did last, see
	 * {@link io.servicegroup.ServiceGroupAPI#operatorActs}. The default knows nothing.
	 * @param group the group's id
	 * @return the acts by member id
	 */
	default Map<String, OperatorAct> operatorActs(String group) {
		return Map.of();
	}

	/**
	 * Reads the groups that exist.
	 * @return the groups' ids
	 */
	Set<String> groups();

	/**
	 * Watches a group: calls back when it may have changed. Callbacks are hints and may
	 * be missing.
	 * @param group the group's id
	 * @param lookAgain called on any thread; must not block
	 * @return closes the watch
	 */
	Registration watch(String group, Runnable lookAgain);

	/**
	 * Returns the leader elections.
	 * @return the elections; each call returns the same
	 * @throws io.servicegroup.InvalidServiceGroupException if the driver has none
	 */
	default LeaderElections elections() {
		throw new InvalidServiceGroupException("The driver for '" + backend() + "' elects no leaders.",
				"Use a backend that does; see the table in docs/backends.md.", null);
	}

	/**
	 * Returns how long no bytes have arrived from the store. Makes no call.
	 * @return the time in nanoseconds, or {@link Long#MAX_VALUE} if it is unknown
	 */
	default long silence() {
		return Long.MAX_VALUE;
	}

	/**
	 * Leaves all groups and disconnects, in bounded time even if the store is dead. The
	 * driver cannot be used again.
	 */
	@Override
	void close();

}
