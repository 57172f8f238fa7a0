package io.servicegroup.tooz;

import java.time.Instant;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Shares objects out among the members of a group: each object has an owner that all
 * members, Java or Python, agree on as soon as they see the same members. Made by
 * {@link Coordinator#joinPartitionedGroup}. All methods but {@link #close()} answer from
 * memory, from any thread, and keep doing so after the end.
 * <p>
 * A thread of the coordinator follows the group: at once where the backend pushes, within
 * a second elsewhere, and whenever {@link Coordinator#runWatchers()} is called. It shows
 * the members that the store lists, this one included: while the store has lost this
 * member, nothing belongs to it. While the store cannot be read, the last members stay,
 * see {@link #isStale()}. So for a moment two members may both believe, or neither, that
 * an object is theirs; where that matters, take a lock.
 * <p>
 * An object is known by the UTF-8 of its text, as Python's {@code str} gives it: strings
 * and whole numbers by {@code toString}, {@code byte[]} as {@code b'…'}, booleans as
 * {@code True} and {@code False}. A {@link PartitionKey} gives its bytes itself. Any
 * other object is known by its {@code toString}, which for fractions, times and
 * collections is not Python's: give strings. One whose {@code toString} is
 * {@link Object}'s, an array for instance, is refused with an
 * {@link IllegalArgumentException}.
 * <p>
 * A member's weight is its capability {@code weight}, if that is a whole number, else 1,
 * where tooz breaks; one of weight 0 or less owns nothing. A member has at most 320,000
 * points on the ring, which is a weight of 10,000 with the usual 32 partitions; any
 * greater weight counts as that.
 */
public interface Partitioner extends AutoCloseable {

	/**
	 * Returns the group.
	 * @return its id
	 */
	String group();

	/**
	 * Returns the ring as it is now. For several questions that have to fit together ask
	 * one ring, by the objects' bytes.
	 * @return an immutable ring
	 */
	HashRing ring();

	/**
	 * Returns when the group was last read.
	 * @return a moment when the group was as the ring is, by this machine's clock
	 */
	Instant asOf();

	/**
	 * Tells whether the last attempt to read the group failed, or the group is followed
	 * no longer.
	 * @return whether the ring may be old, see {@link #asOf()}
	 */
	boolean isStale();

	/**
	 * Returns the owner of an object.
	 * @param object see {@link Partitioner}
	 * @return the member, or an empty set if the group has none
	 */
	default Set<String> membersForObject(Object object) {
		return ring().getNodes(PartitionKeys.of(object));
	}

	/**
	 * Returns the members for the copies of an object.
	 * @param object see {@link Partitioner}
	 * @param ignored members that do not count
	 * @param replicas how many members are wanted
	 * @return so many members, or all there are; the owner is the first
	 */
	default Set<String> membersForObject(Object object, Set<String> ignored, int replicas) {
		return ring().getNodes(PartitionKeys.of(object), ignored, replicas);
	}

	/**
	 * Tells whether a member owns an object.
	 * @param object see {@link Partitioner}
	 * @param member the member's id
	 * @return whether it does
	 */
	default boolean belongsToMember(Object object, String member) {
		return membersForObject(object).contains(member);
	}

	/**
	 * Tells whether a member is among those for the copies of an object.
	 * @param object see {@link Partitioner}
	 * @param member the member's id
	 * @param ignored members that do not count
	 * @param replicas how many members are wanted
	 * @return whether it is
	 */
	default boolean belongsToMember(Object object, String member, Set<String> ignored, int replicas) {
		return membersForObject(object, ignored, replicas).contains(member);
	}

	/**
	 * Tells whether the coordinator's own member owns an object.
	 * @param object see {@link Partitioner}
	 * @return whether it does
	 */
	boolean belongsToSelf(Object object);

	/**
	 * Tells whether the coordinator's own member is among those for the copies of an
	 * object.
	 * @param object see {@link Partitioner}
	 * @param ignored members that do not count
	 * @param replicas how many members are wanted
	 * @return whether it is
	 */
	boolean belongsToSelf(Object object, Set<String> ignored, int replicas);

	/**
	 * Registers a listener for each change of the ring from now on. It is called on a
	 * thread of its own, one event after the other: one that throws or hangs costs nobody
	 * else.
	 * @param listener called after {@link #ring()} has changed
	 * @return ends the registration
	 */
	Registration onRebalance(Consumer<? super RebalanceEvent> listener);

	/**
	 * Ends following the group, and interrupts the listeners; the member stays in it. May
	 * be called again.
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
	 * A listener's registration.
	 */
	interface Registration extends AutoCloseable {

		/**
		 * Ends it.
		 */
		@Override
		void close();

	}

}
