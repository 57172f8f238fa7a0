package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupNotEmptyException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.GroupOperations;
import io.servicegroup.tooz.Leader;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * What a store has to offer so that a {@link Coordinator} can stand on it: tooz's
 * records, read and written as bytes. One instance serves one member. Implementations are
 * thread-safe, end every call by a deadline, wrap their client's exceptions into
 * {@link CoordinationException}s, and keep no list of memberships: that is the
 * coordinator's.
 * <p>
 * What a backend leaves out, its {@link BackendType#features()} have to leave out too:
 * the coordinator then refuses it and does not come here. The databases leave out the
 * groups, OpenStack Nova's the locks and leaders.
 */
public interface Backend extends MemberStore, AutoCloseable {

	/**
	 * Connects, or finds out that it cannot. Idempotent; may be called again after it
	 * failed.
	 * @throws StoreUnavailableException if the server cannot be reached or refuses this
	 * client
	 */
	void connect();

	/**
	 * Returns the shortest time after which the store drops a lock, or a leadership, that
	 * is not renewed.
	 * @return the timeout; where locks need no renewal, that of memberships
	 */
	default Duration lockTimeout() {
		return membershipTimeout();
	}

	/**
	 * Makes a contender for a lock. Makes no call.
	 * @param name the lock's name
	 * @return a contender, to be used for one hold
	 */
	default LockContender lock(String name) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Makes a contender for the leadership of a group, under the key of tooz where tooz
	 * has one. Makes no call.
	 * @param group the group's id
	 * @return a contender, to be used for one hold
	 */
	default LockContender leaderLock(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the leader of a group.
	 * @param group the group's id
	 * @return the leader, if one is elected
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
	 * Deletes an empty group.
	 * @param group the id
	 * @throws GroupNotFoundException if it does not exist
	 * @throws GroupNotEmptyException if it has members
	 */
	default void deleteGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Takes out whoever stands under this member's id, another process too.
	 * @param group the id
	 * @throws MemberNotJoinedException if nobody does
	 */
	default void evict(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the live members in a constant number of round trips.
	 * @param group the id
	 * @return the members by id, without those whose record is broken beyond the
	 * capabilities
	 * @throws GroupNotFoundException if the group does not exist
	 */
	default Map<String, StoredMember> members(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads a group's live members and notes, in a constant number of round trips.
	 * @param group the id; a group that does not exist has neither
	 * @return the members and the notes
	 */
	default StoredGroup read(String group) {
		Map<String, StoredMember> members;
		try {
			members = members(group);
		}
		catch (GroupNotFoundException ex) {
			members = Map.of();
		}
		return new StoredGroup(members, notes().read(group));
	}

	/**
	 * Has the readings to come look for a member, too, in a store that cannot list whom
	 * others have entered. Makes no call.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether a reading may find it that was not found before
	 */
	default boolean lookFor(String group, String member) {
		return false;
	}

	/**
	 * Returns whether the store knows a member that {@link #members} did not list.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether it does; a dead one, where the store keeps those
	 */
	default boolean knows(String group, String member) {
		return lookFor(group, member) && members(group).containsKey(member);
	}

	/**
	 * Returns what is noted about groups, see {@link GroupOperations#getNotes}.
	 * @return the notes of all groups
	 */
	default AnnotationOperations notes() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Subscribes to changes, see {@link Coordinator#watch}. Backends without push do
	 * nothing.
	 * @param group the id
	 * @param lookAgain called on a thread of the client
	 * @return ends the subscription
	 */
	default AutoCloseable watch(String group, Runnable lookAgain) {
		return () -> {
		};
	}

	/**
	 * Disconnects in bounded time, and takes back the sign of life if it is this
	 * instance's.
	 */
	@Override
	void close();

	/**
	 * A group as it is stored.
	 *
	 * @param members the live members by id
	 * @param notes the notes by key
	 */
	record StoredGroup(Map<String, StoredMember> members, Map<String, String> notes) {
	}

	/**
	 * A live member's record.
	 *
	 * @param capabilities the packed capabilities
	 * @param createdAt when the member joined, or {@code null} where the store does not
	 * tell
	 * @param updatedAt the last moment for which the store vouches: on ZooKeeper the
	 * node's last modification, on files the last heartbeat, on Redis and memcached,
	 * which tell no times, the moment of reading
	 */
	record StoredMember(byte[] capabilities, @Nullable Instant createdAt, Instant updatedAt) {

		/**
		 * Makes one where the member is up whatever it says of itself: what cannot be
		 * read is taken for no capabilities.
		 * @param capabilities the packed capabilities, or something else
		 * @param createdAt when the member joined, or {@code null}
		 * @param updatedAt the last moment for which the store vouches
		 * @return a member whose capabilities can be read
		 */
		public static StoredMember lenient(byte[] capabilities, @Nullable Instant createdAt, Instant updatedAt) {
			try {
				Capabilities.decode(capabilities);
				return new StoredMember(capabilities, createdAt, updatedAt);
			}
			catch (SerializationException ex) {
				return new StoredMember(Capabilities.encode(new byte[0]), createdAt, updatedAt);
			}
		}

	}

}
