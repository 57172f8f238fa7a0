package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.GroupOperations;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A connection to a store for one member: reads and writes tooz's records as bytes on
 * behalf of a {@link Coordinator}. Implementations must be thread-safe, limit every call
 * by a deadline, and wrap exceptions of their client into {@link CoordinationException}s.
 * They do not track memberships: the coordinator does.
 * <p>
 * A backend that does not implement a method must omit its feature from
 * {@link BackendType#features()}: the coordinator then throws without calling the
 * backend. For example, the databases have no groups, and OpenStack Nova's backends have
 * no locks and no leaders.
 *
 * @since 0.1.0
 */
public interface Backend extends MemberStore, AutoCloseable {

	/**
	 * Connects to the store. Idempotent; may be called again after a failure.
	 * @throws StoreUnavailableException if the server cannot be reached or rejects this
	 * client
	 */
	void connect();

	/**
	 * Returns the shortest time after which the store drops a lock or a leadership that
	 * is not renewed.
	 * @return the timeout; the membership timeout if locks need no renewal
	 */
	default Duration lockTimeout() {
		return membershipTimeout();
	}

	/**
	 * Creates a contender for a lock. Does not call the store.
	 * @param name the lock's name
	 * @return a new contender, used for one acquisition
	 */
	default LockContender lock(String name) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Creates a contender for the leadership of a group, under tooz's key if tooz has
	 * one. Does not call the store.
	 * @param group the group's id
	 * @return a new contender, used for one acquisition
	 */
	default LockContender leaderLock(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the leader of a group.
	 * @param group the group's id
	 * @return the leader, or empty if none is elected
	 */
	default Optional<Leader> leader(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Lists the groups.
	 * @return the ids
	 */
	default Set<String> groups() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Deletes an empty group and its annotations.
	 * @param group the id
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws GroupNotEmptyException if the group has members
	 */
	default void deleteGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Removes the registration with this member's id, even if it belongs to another
	 * process.
	 * @param group the id
	 * @throws MemberNotJoinedException if there is no such registration
	 */
	default void evict(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the live members, in a constant number of round trips.
	 * @param group the id
	 * @return the members by id, without members whose record is unreadable; unreadable
	 * capabilities do not exclude a member
	 * @throws GroupNotFoundException if the group does not exist
	 */
	default Map<String, StoredMember> members(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the ids of the live members, in a constant number of round trips. The default
	 * reads the members; override it if the store can list ids alone.
	 * @param group the id
	 * @return the ids; also of members that {@link #members} lacks because their record
	 * is unreadable, if the store lists them
	 * @throws GroupNotFoundException if the group does not exist
	 */
	default Set<String> memberIds(String group) {
		return members(group).keySet();
	}

	/**
	 * Reads a group's live members and annotations, in a constant number of round trips.
	 * @param group the id; a group that does not exist has no members and no annotations
	 * @return the members and the annotations
	 */
	default StoredGroup read(String group) {
		return new StoredGroup(membersOrNone(group), annotations().read(group));
	}

	/**
	 * Creates a reader for one group, used to keep a view of it. The default reads the
	 * whole group each time. Does not call the store.
	 * @param group the id
	 * @return a new reader; close it when the group is not followed any more
	 */
	default GroupReader reader(String group) {
		return () -> read(group);
	}

	private Map<String, StoredMember> membersOrNone(String group) {
		try {
			return members(group);
		}
		catch (GroupNotFoundException ex) {
			return Map.of();
		}
	}

	/**
	 * Returns how members left a group, as far as the store knows, in a constant number
	 * of round trips. Called soon after a reading that lacks them, only for those who
	 * show it: the readings themselves do not look for it. What the store records of a
	 * leave must not outlive the membership timeout, so that a member that joins again
	 * and dies does not count as one that has left. The default knows nothing.
	 * @param group the group's id
	 * @param members the ids of members that an earlier reading had
	 * @return what is known, by member id
	 */
	default Map<String, Departure> departures(String group, Set<String> members) {
		return Map.of();
	}

	/**
	 * Called when a member is missing that an earlier reading had. Throws if the store
	 * answers readings but refuses writes, or has refused one recently: then members
	 * could not renew their registrations, and a missing one may be alive. The default
	 * does nothing, for stores that end registrations only with a session or lease, whose
	 * renewal they do not refuse.
	 * @throws StoreUnavailableException if the store refuses writes
	 */
	default void requireWritable() {
	}

	/**
	 * Adds a member to those that later calls of {@link #members} look up by id. Only for
	 * stores that cannot list members that other programs have registered. Does not call
	 * the store.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the member was added by this call, so that the next read may find
	 * it
	 */
	default boolean track(String group, String member) {
		return false;
	}

	/**
	 * Returns whether the store has a member that {@link #members} did not list.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the store has the member; also {@code true} for an expired member
	 * that the store still keeps
	 */
	default boolean knows(String group, String member) {
		return track(group, member) && membersOrNone(group).containsKey(member);
	}

	/**
	 * Returns the operations on the annotations of groups, see
	 * {@link GroupOperations#getAnnotations}.
	 * @return the operations
	 */
	default AnnotationOperations annotations() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Subscribes to changes of a group, see {@link Coordinator#watch}. Backends without
	 * {@link Feature#PUSH} do nothing.
	 * @param group the id
	 * @param lookAgain called on a thread of the client when the group may have changed
	 * @return the subscription; close it to unsubscribe
	 */
	default Registration watch(String group, Runnable lookAgain) {
		return () -> {
		};
	}

	/**
	 * Returns how long no bytes have arrived on the connection for reads, so that an
	 * answer that takes long to arrive is not taken for a store that is silent. Does not
	 * call the store.
	 * @return the time in nanoseconds, or {@link Long#MAX_VALUE} if it is unknown
	 */
	default long silence() {
		return Long.MAX_VALUE;
	}

	/**
	 * Disconnects in bounded time. First removes this member's heartbeat record if this
	 * instance wrote it and the store answers.
	 */
	@Override
	void close();

	/**
	 * The stored state of a group.
	 *
	 * @param members the live members by id
	 * @param annotations the annotations by key, with those of {@link RecordGeneration}
	 */
	record StoredGroup(Map<String, StoredMember> members, Map<String, String> annotations) {
	}

	/**
	 * A live member's record.
	 *
	 * @param capabilities the encoded capabilities as they are in the store, readable or
	 * not: a member with unreadable capabilities is live all the same
	 * @param createdAt when the member joined, or {@code null} if the store does not
	 * record it
	 * @param updatedAt the last moment at which the member is known to be live. This is
	 * the last modification of its node on ZooKeeper, and the last heartbeat on files and
	 * {@code memory}. Redis, memcached and etcd store no times, see
	 * {@link BackendType#recordsTimes()}; there it is the time of the read, or of the
	 * first read of the record by a {@link GroupReader}
	 */
	record StoredMember(byte[] capabilities, @Nullable Instant createdAt, Instant updatedAt) {
	}

}
