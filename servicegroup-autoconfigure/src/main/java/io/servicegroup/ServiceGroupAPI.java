package io.servicegroup;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Service groups: who is up, and being one of them. The name is that of OpenStack Nova's
 * servicegroup API.
 * <p>
 * The queries {@link #serviceIsUp}, {@link #getAll}, {@link #getUpdatedTime} and
 * {@link #view} are answered from a live view: the first one for a group reads the store,
 * from then on they are look-ups in memory, and the view follows the store by push where
 * the backend has one and by a poll in every case. A group that nobody has joined yet is
 * an empty one. A store that cannot be asked is never an empty group: it is a
 * {@link ServiceGroupUnavailableException}.
 * <p>
 * All methods may be called from any thread; those that ask the store block for a few
 * seconds at most.
 */
public interface ServiceGroupAPI extends OperatorSwitches {

	/**
	 * Returns the id under which this application joins groups.
	 * @return the member id
	 */
	String getMemberId();

	/**
	 * Makes this application a member of a group, which is created if need be. From now
	 * on the heart keeps it there.
	 * @param group the group's id
	 * @param capabilities what the others may read of this member: text, numbers,
	 * booleans, lists and maps
	 * @throws DuplicateMemberException if another living process holds this member id
	 * @throws ServiceGroupUnavailableException if the store cannot be asked; the
	 * membership is still wanted then, and the heart joins as soon as the store answers
	 * @throws ServiceGroupException if the id or a capability is refused, or the
	 * application is a member already
	 */
	void join(String group, Map<String, ?> capabilities);

	/**
	 * Ends this application's membership. Does nothing when there is none.
	 * @param group the group's id
	 * @throws ServiceGroupUnavailableException if the store cannot be asked; the
	 * membership then ends with its timeout
	 */
	void leave(String group);

	/**
	 * Replaces what the others may read of this member.
	 * @param group the group's id
	 * @param capabilities the new capabilities
	 * @throws ServiceGroupUnavailableException if the store cannot be asked; the heart
	 * writes them as soon as it answers
	 * @throws DuplicateMemberException if another process has taken this member's id; the
	 * heart writes them as soon as the id is free
	 * @throws ServiceGroupException if this application is no member of the group, or a
	 * capability is refused
	 */
	void updateCapabilities(String group, Map<String, ?> capabilities);

	/**
	 * Tells whether a member is up.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the live view lists it as up
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	boolean serviceIsUp(String group, String member);

	/**
	 * Lists the members of a group.
	 * @param group the group's id
	 * @return the members of the live view, sorted by id
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	List<Member> getAll(String group);

	/**
	 * Returns the last moment for which the store vouches for a member, see
	 * {@link Member#updatedAt()}.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the moment
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 * @throws ServiceGroupException if the member does not stand in the group
	 */
	Instant getUpdatedTime(String group, String member);

	/**
	 * Reads the groups that exist in the store, those without members too.
	 * @return the groups' ids
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	Set<String> getGroups();

	/**
	 * Returns the live view of a group: an immutable snapshot that says when it was read.
	 * When the store has gone away since, the last one is returned, marked
	 * {@linkplain GroupView#stale() stale}.
	 * @param group the group's id
	 * @return the snapshot
	 * @throws ServiceGroupUnavailableException if the group could not be read even once
	 */
	GroupView view(String group);

	/**
	 * Reads a group from the store, now.
	 * @param group the group's id
	 * @return what was read
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	GroupView read(String group);

	/**
	 * Calls a listener for each member that joins, leaves or changes. The members present
	 * are reported as joined first, so that the events replayed always give the group.
	 * Each listener has a thread of its own, which it may block; what it throws is
	 * logged.
	 * @param group the group's id
	 * @param listener the listener
	 * @return ends the calls; idempotent
	 */
	Registration addListener(String group, ServiceGroupListener listener);

	/**
	 * Makes this application a candidate for the leadership of a group, until the
	 * candidacy is ended. It need not be a member. Returns at once: {@link #isLeader} and
	 * the events say whether and when it is elected. Does nothing if it is a candidate
	 * already.
	 * @param group the group's id; it is created if need be
	 * @return ends the candidacy and the leadership with it, whoever began it; idempotent
	 * @throws InvalidServiceGroupException if the id is refused, or the backend has no
	 * elections
	 */
	Registration joinElection(String group);

	/**
	 * Resigns from a leadership and lets other candidates be elected: this application
	 * does not try again for two heartbeat intervals. The listeners are called first, and
	 * have a second to return before another can be elected. Does nothing if this
	 * application does not lead.
	 * @param group the group's id
	 * @throws ServiceGroupUnavailableException if the store cannot be asked; this
	 * application leads no longer all the same, and another is elected when the
	 * leadership expires
	 */
	void resign(String group);

	/**
	 * Tells whether this application leads a group; from memory, in constant time.
	 * @param group the group's id
	 * @return whether it was elected, and has renewed the leadership so recently that
	 * nobody else can lead
	 */
	boolean isLeader(String group);

	/**
	 * Returns who leads a group: from memory while this application is a candidate for
	 * it, a second old at most, else as read from the store now.
	 * @param group the group's id
	 * @return the leader, if one is elected
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 * @throws InvalidServiceGroupException if the id is refused, or the backend has no
	 * elections
	 */
	Optional<GroupLeader> getLeader(String group);

	/**
	 * Calls a listener each time that this application begins or ceases to lead a group.
	 * The leaderships of this moment are reported first. Each listener has a thread of
	 * its own, which it may block; what it throws is logged.
	 * @param listener the listener
	 * @return ends the calls; idempotent
	 */
	Registration addLeadershipListener(LeadershipListener listener);

	/**
	 * Tells how this application's own membership stands; from memory, in constant time.
	 * @return the state
	 */
	MembershipStatus getStatus();

	/**
	 * Ends what it was returned for.
	 */
	interface Registration extends AutoCloseable {

		@Override
		void close();

	}

}
