package io.servicegroup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Registration;

/**
 * Joins groups, lists their members and elects their leaders. Named after OpenStack
 * Nova's servicegroup API.
 * <p>
 * The queries {@link #serviceIsUp}, {@link #getAll}, {@link #getUpdatedTime} and
 * {@link #view} read a live view. The first query of a group reads the store; later ones
 * are look-ups in memory. The view follows the store by polling and, if the backend
 * supports it, by push. A group that no member has joined yet is empty. An unavailable
 * store is never reported as an empty group, but as a
 * {@link ServiceGroupUnavailableException}.
 * <p>
 * All methods are thread-safe. Those that access the store block for a few seconds at
 * most. If the calling thread is interrupted meanwhile, they throw a
 * {@link CoordinationInterruptedException}, with the thread's interrupt flag set; what
 * was requested is then retried as after a {@link ServiceGroupUnavailableException}.
 *
 * @since 0.1.0
 */
public interface ServiceGroupAPI extends OperatorSwitches {

	/**
	 * Returns the id under which this application joins groups.
	 * @return the member id
	 */
	String getMemberId();

	/**
	 * Joins a group, which is created if it does not exist. Heartbeats in the background
	 * keep the membership alive until {@link #leave}. The capabilities of
	 * {@link CapabilitiesSupplier} and of the web server are added, unless one of the
	 * same name is passed.
	 * @param group the group's id
	 * @param capabilities what the other members can read of this one: text, numbers,
	 * booleans, lists and maps
	 * @throws DuplicateMemberException if another live process is registered under this
	 * member id
	 * @throws ServiceGroupUnavailableException if the store is unavailable; the
	 * heartbeats then retry until the join succeeds
	 * @throws ServiceGroupException if the id or a capability is invalid, or this
	 * application is already a member
	 */
	void join(String group, Map<String, ?> capabilities);

	/**
	 * Leaves a group. Does nothing if this application is not a member of it. The group
	 * is no longer followed, unless {@link #addListener} has added listeners; the next
	 * query follows it again.
	 * @param group the group's id
	 * @throws ServiceGroupUnavailableException if the store is unavailable; the
	 * membership then ends with its timeout
	 */
	void leave(String group);

	/**
	 * Replaces the capabilities that the other members can read of this one. Those of
	 * {@link CapabilitiesSupplier} and of the web server are read again and added, unless
	 * one of the same name is passed.
	 * @param group the group's id
	 * @param capabilities the new capabilities
	 * @throws ServiceGroupUnavailableException if the store is unavailable; the
	 * heartbeats then retry until they are written
	 * @throws DuplicateMemberException if another process is registered under this member
	 * id; the heartbeats write them once the id is free
	 * @throws ServiceGroupException if this application is not a member of the group, or
	 * a capability is invalid
	 */
	void updateCapabilities(String group, Map<String, ?> capabilities);

	/**
	 * Reads the capabilities of each {@link CapabilitiesSupplier} and of the web server
	 * again, and publishes them in every group that this application has joined. What
	 * {@link #join} or {@link #updateCapabilities} passed last stays.
	 * @throws ServiceGroupUnavailableException if the store is unavailable; the
	 * heartbeats then retry until they are written
	 * @throws ServiceGroupException if a capability is invalid
	 */
	void refreshCapabilities();

	/**
	 * Returns whether a member is up.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the live view lists it as up
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	boolean serviceIsUp(String group, String member);

	/**
	 * Returns the members of a group.
	 * @param group the group's id
	 * @return the members of the live view, sorted by id
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	List<Member> getAll(String group);

	/**
	 * Returns the last time at which a member is known to be alive, see
	 * {@link GroupView#updatedTime}.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the time
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 * @throws ServiceGroupException if the member is not in the group
	 */
	Instant getUpdatedTime(String group, String member);

	/**
	 * Reads the ids of all groups from the store, including groups without members.
	 * @return the ids of the groups
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	Set<String> getGroups();

	/**
	 * Returns the live view of a group: an immutable snapshot with the time at which it
	 * was read. If the store is unavailable, returns the latest snapshot, marked
	 * {@linkplain GroupView#stale() stale}.
	 * @param group the group's id
	 * @return the snapshot
	 * @throws ServiceGroupUnavailableException if the group was never read successfully
	 */
	GroupView view(String group);

	/**
	 * Reads a group from the store.
	 * @param group the group's id
	 * @return the group as it was read
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	GroupView read(String group);

	/**
	 * Returns how members left a group, as far as the store knows: it cannot tell on
	 * every backend, nor for every program that uses it. Reads the store, in a constant
	 * number of round trips. Call it soon after the {@link MemberLeftEvent}: the store
	 * keeps this for a membership timeout only. The default knows nothing.
	 * @param group the group's id
	 * @param members the ids of members that have left
	 * @return what is known, by member id
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	default Map<String, Departure> departures(String group, Set<String> members) {
		return Map.of();
	}

	/**
	 * Returns what operators did last with the switches of each member, of the last
	 * hundred acts whose operator was named. Reads the store, in one round trip. Stores
	 * that keep switches in columns do not keep the names. The default knows nothing.
	 * @param group the group's id
	 * @return the acts by member id
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	default Map<String, OperatorAct> operatorActs(String group) {
		return Map.of();
	}

	/**
	 * Adds a listener that is called for each member that joins, leaves or changes. The
	 * current members are first reported as joined, so that the sequence of events always
	 * yields the group's members. Each listener has its own thread, which it may block.
	 * Exceptions that it throws are logged.
	 * @param group the group's id
	 * @param listener the listener
	 * @return removes the listener when closed
	 */
	Registration addListener(String group, ServiceGroupListener listener);

	/**
	 * Sets the switches again that the store has lost, as this application last read
	 * them: those in {@link GroupView#lostSwitches()}. Does nothing if none is lost.
	 * @param group the group's id
	 * @return the switches that were set, by member id
	 * @throws ServiceGroupUnavailableException if the store is unavailable; retry the
	 * call
	 */
	Map<String, MemberSwitches> restoreLostSwitches(String group);

	/**
	 * Makes this application a candidate for the leadership of a group until the returned
	 * registration is closed. The application does not have to be a member. Returns
	 * immediately; {@link #isLeader} and the events report whether and when it is
	 * elected. Does nothing if it is already a candidate.
	 * @param group the group's id; the group is created if it does not exist
	 * @return ends the candidacy and the leadership when closed, also if an earlier call
	 * started them
	 * @throws InvalidServiceGroupException if the id is invalid, or the backend does not
	 * support elections
	 */
	Registration joinElection(String group);

	/**
	 * Gives up the leadership of a group so that another candidate can be elected. This
	 * application stays a candidate, but pauses for two heartbeat intervals. The
	 * listeners are called first, and have the time of
	 * {@code servicegroup.leader-election.handover-timeout} to return before another
	 * candidate can be elected. Does nothing if this application is not the leader.
	 * @param group the group's id
	 * @throws ServiceGroupUnavailableException if the store is unavailable; this
	 * application is then no longer the leader, and another candidate is elected once the
	 * leadership has expired in the store
	 */
	void resign(String group);

	/**
	 * Returns whether this application leads a group. Reads memory only, in constant
	 * time.
	 * @param group the group's id
	 * @return whether it was elected and renewed the leadership so recently that no other
	 * candidate can have been elected
	 */
	boolean isLeader(String group);

	/**
	 * Runs work on the calling thread if this application is the leader of a group. A
	 * regular hand-over ({@link #resign}, the end of a candidacy, the stop of the
	 * application) waits for the work before another member can be elected, for at most
	 * {@code servicegroup.leader-election.handover-timeout}; after {@link #isLeader},
	 * nothing waits. A leadership that is lost does not wait either: see the fencing
	 * token of the {@link LeaderElectedEvent}.
	 * @param group the group's id
	 * @param work the work
	 * @return whether the work ran
	 */
	boolean runIfLeader(String group, Runnable work);

	/**
	 * Returns the leader of a group: from memory, at most one second old, while this
	 * application is a candidate for its leadership; otherwise read from the store.
	 * @param group the group's id
	 * @return the leader, if one is elected
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 * @throws InvalidServiceGroupException if the id is invalid, or the backend does not
	 * support elections
	 */
	Optional<GroupLeader> getLeader(String group);

	/**
	 * Adds a listener that is called each time this application starts or stops leading a
	 * group. The current leaderships are reported first. Each listener has its own
	 * thread, which it may block. Exceptions that it throws are logged.
	 * @param listener the listener
	 * @return removes the listener when closed
	 */
	Registration addLeadershipListener(LeadershipListener listener);

	/**
	 * Returns the state of this application's own membership. Reads memory only, in
	 * constant time.
	 * @return the state
	 */
	MembershipStatus getStatus();

}
