package io.servicegroup.tooz;

import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Distributes objects among the members of a group. All members, Java or Python, agree on
 * the owner of each object as soon as they see the same members. Created by
 * {@link Partitions} and {@link Coordinator#joinPartitionedGroup}. Thread-safe. No method
 * calls the store, and all may be called after {@link #close()}.
 * <p>
 * A thread of the coordinator follows the group. It reads a change immediately if the
 * backend pushes changes, otherwise within a second. {@link Coordinator#runWatchers()}
 * reads the group, too. The ring has the members that the store lists. That includes this
 * member: while the store has lost it, it owns nothing. While the store cannot be read,
 * the ring does not change, see {@link #isStale()}.
 * <p>
 * So for a moment, two members may both consider themselves the owner of an object, or
 * none may. If that matters, acquire a lock.
 * <p>
 * The key of an object is its text in UTF-8, as Python's {@code str} returns it: strings
 * and whole numbers as {@code toString}, {@code byte[]} as {@code b'…'}, booleans as
 * {@code True} and {@code False}. A {@link PartitionKey} provides its bytes itself. The
 * key of any other object is its {@code toString}, which differs from Python's for
 * fractions, times and collections: pass strings. Objects with {@link Object}'s
 * {@code toString}, such as arrays, are rejected with an
 * {@link IllegalArgumentException}.
 * <p>
 * A member's weight is its capability {@code weight}. If that is not a whole number, the
 * weight is 1; tooz fails there. A member of weight 0 or less owns nothing. A member has
 * at most 320,000 points on the ring, which is a weight of 10,000 with the default of 32
 * partitions; a greater weight is reduced to that.
 *
 * @since 0.1.0
 */
public interface Partitioner extends AutoCloseable {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns the current ring. For several consistent look-ups, use one ring and the
	 * keys of the objects.
	 * @return an immutable ring
	 */
	HashRing ring();

	/**
	 * Returns when the group was last read.
	 * @return a moment at which the group had the members of the ring, by this machine's
	 * clock; {@link Instant#EPOCH} if the group was never read
	 */
	Instant asOf();

	/**
	 * Returns whether the ring may be stale: the last attempt to read the group failed,
	 * the last read is too long ago, or the group is no longer followed.
	 * @return whether the ring may be stale, see {@link #asOf()}
	 */
	boolean isStale();

	/**
	 * Returns the owner of an object.
	 * @param object see {@link Partitioner}
	 * @return the member, or an empty set if the group has no members
	 */
	default Set<String> membersForObject(Object object) {
		return ring().getNodes(PartitionKeys.of(object));
	}

	/**
	 * Returns the members for the replicas of an object.
	 * @param object see {@link Partitioner}
	 * @param ignored members to skip
	 * @param replicas the number of members
	 * @return that many members, or all if there are fewer; the owner is the first
	 */
	default Set<String> membersForObject(Object object, Set<String> ignored, int replicas) {
		return ring().getNodes(PartitionKeys.of(object), ignored, replicas);
	}

	/**
	 * Returns whether a member owns an object.
	 * @param object see {@link Partitioner}
	 * @param member the member's id
	 * @return whether the member owns it
	 */
	default boolean belongsToMember(Object object, String member) {
		return membersForObject(object).contains(member);
	}

	/**
	 * Returns whether a member is among the members for the replicas of an object.
	 * @param object see {@link Partitioner}
	 * @param member the member's id
	 * @param ignored members to skip
	 * @param replicas the number of members
	 * @return whether the member is among them
	 */
	default boolean belongsToMember(Object object, String member, Set<String> ignored, int replicas) {
		return membersForObject(object, ignored, replicas).contains(member);
	}

	/**
	 * Returns whether this coordinator's member owns an object.
	 * @param object see {@link Partitioner}
	 * @return whether the member owns it
	 */
	boolean belongsToSelf(Object object);

	/**
	 * Returns whether this coordinator's member is among the members for the replicas of
	 * an object.
	 * @param object see {@link Partitioner}
	 * @param ignored members to skip
	 * @param replicas the number of members
	 * @return whether the member is among them
	 */
	boolean belongsToSelf(Object object, Set<String> ignored, int replicas);

	/**
	 * Registers a listener for changes of the ring. It is called on a separate thread,
	 * one event after the other. A listener that throws or blocks does not affect other
	 * listeners.
	 * @param listener called after {@link #ring()} has changed
	 * @return the registration; close it to unregister the listener
	 */
	Registration onRebalance(Consumer<? super RebalanceEvent> listener);

	/**
	 * Stops following the group and interrupts the listeners. The member stays in the
	 * group. May be called more than once.
	 */
	void stop();

	/**
	 * Does the same as {@link #stop()}.
	 */
	@Override
	default void close() {
		stop();
	}

}
