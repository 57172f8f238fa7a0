package io.servicegroup.tooz;

/**
 * Creates partitioners, which distribute work among the members of a group. In a Spring
 * application, inject the bean of this type; without Spring, use the
 * {@link PartitionOperations} of a {@link Coordinator}.
 *
 * @since 0.1.0
 */
public interface Partitions {

	/**
	 * Follows a group without joining it, with 32 partitions.
	 * @param group the group's id
	 * @return as for {@link #follow(String, int)}
	 */
	default Partitioner follow(String group) {
		return follow(group, HashRing.DEFAULT_PARTITIONS);
	}

	/**
	 * Follows a group without joining it. Use this for a group that the application joins
	 * otherwise; a member's weight is then its capability {@code weight}.
	 * @param group the group's id; one that does not exist has no members
	 * @param partitions the number of points on the ring for each unit of weight; must be
	 * the same for all members
	 * @return the partitioner, which follows the group until it is closed; while the
	 * store is unavailable, its ring is empty and stale
	 * @throws IllegalArgumentException if the partitions are not positive
	 * @throws CoordinationException if the group's id or its record is invalid
	 */
	Partitioner follow(String group, int partitions);

	/**
	 * Joins a partitioned group with weight 1 and 32 partitions.
	 * @param group the group's id
	 * @return as for {@link #join(String, int, int)}
	 */
	default Partitioner join(String group) {
		return join(group, 1);
	}

	/**
	 * Joins a partitioned group with 32 partitions.
	 * @param group the group's id
	 * @param weight this member's weight
	 * @return as for {@link #join(String, int, int)}
	 */
	default Partitioner join(String group, int weight) {
		return join(group, weight, HashRing.DEFAULT_PARTITIONS);
	}

	/**
	 * Joins a partitioned group, which must not be one that the application joins
	 * otherwise. See {@link PartitionOperations#joinPartitionedGroup(String, int, int)}.
	 * @param group the group's id
	 * @param weight this member's weight
	 * @param partitions the number of points on the ring for each unit of weight
	 * @return the partitioner, to be passed to {@link #leave}
	 * @throws IllegalArgumentException if the weight is negative or the partitions are
	 * not positive
	 * @throws MemberAlreadyExistsException if this application, or another process with
	 * its member id, has joined the group already
	 * @throws CoordinationException if the group cannot be joined or read; this member
	 * then leaves the group again
	 */
	Partitioner join(String group, int weight, int partitions);

	/**
	 * Leaves the group of a partitioner and closes the partitioner.
	 * @param partitioner a partitioner that {@link #join(String, int, int)} has returned
	 * @throws IllegalArgumentException if {@link #follow} has returned the partitioner
	 * @throws MemberNotJoinedException if this member is not registered in the group
	 */
	void leave(Partitioner partitioner);

}
