package io.servicegroup.tooz;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a store has to offer so that a {@link Coordinator} can stand on it: tooz's
 * records, read and written as bytes. One instance serves one member. Implementations are
 * thread-safe, end every call by a deadline, wrap their client's exceptions into
 * {@link ToozError}s, and keep no list of memberships: that is the coordinator's.
 * <p>
 * What a backend leaves out, its {@link BackendType#features()} have to leave out too:
 * the coordinator then refuses it and does not come here. The databases leave out the
 * groups, OpenStack Nova's the locks and leaders.
 */
public interface Backend extends AutoCloseable {

	/**
	 * Connects, or finds out that it cannot. Idempotent; may be called again after it
	 * failed.
	 * @throws ToozConnectionError if the server cannot be reached or refuses this client
	 */
	void connect();

	/**
	 * Returns the time after which the store drops a silent member.
	 * @return the configured timeout, or the negotiated one
	 */
	Duration membershipTimeout();

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
	 * Creates a group.
	 * @param group the id
	 * @throws GroupAlreadyExist if it exists
	 */
	default void createGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Deletes an empty group.
	 * @param group the id
	 * @throws GroupNotCreated if it does not exist
	 * @throws GroupNotEmpty if it has members
	 */
	default void deleteGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Enters this member, alive from now on. A dead entry under its id is replaced; one
	 * that is this very instance's is written anew.
	 * @param group the id
	 * @param capabilities the packed capabilities
	 * @throws GroupNotCreated if the group does not exist
	 * @throws MemberAlreadyExist if another living process holds the member id; nothing
	 * is changed then
	 */
	default void join(String group, byte[] capabilities) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Takes this member out, unless another process holds its id.
	 * @param group the id
	 * @throws MemberNotJoined if this member does not stand in it
	 */
	default void leave(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Takes out whoever stands under this member's id, another process too.
	 * @param group the id
	 * @throws MemberNotJoined if nobody does
	 */
	default void evict(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Reads the live members in a constant number of round trips.
	 * @param group the id
	 * @return the members by id, without those whose record is broken beyond the
	 * capabilities
	 * @throws GroupNotCreated if the group does not exist
	 */
	default Map<String, StoredMember> members(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Has the readings to come look for a member, see {@link GroupOperations#lookFor}.
	 * Makes no call.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether a reading may find it that was not found before
	 */
	default boolean lookFor(String group, String member) {
		return false;
	}

	/**
	 * Returns what is noted about groups, see {@link GroupOperations#getNotes}.
	 * @return the notes of all groups
	 */
	default GroupNotes notes() {
		throw new UnsupportedOperationException();
	}

	/**
	 * Keeps this member alive and looks at its entries, in a constant number of round
	 * trips. With no memberships it only asks whether the store answers.
	 * @param memberships the groups in which the member should stand, with its packed
	 * capabilities
	 * @return the groups in which it does not; where looking at them costs no further
	 * round trip, those in which other capabilities stand, too
	 * @throws MemberAlreadyExist if another living process holds the member id; nothing
	 * is changed then
	 */
	Set<String> beat(Map<String, byte[]> memberships);

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
			catch (SerializationError ex) {
				return new StoredMember(Capabilities.encode(new byte[0]), createdAt, updatedAt);
			}
		}

	}

}
