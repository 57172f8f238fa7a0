package io.servicegroup.tooz;

/**
 * The operations of a {@link Coordinator} that distribute work among the members of a
 * group.
 *
 * @since 0.1.0
 */
public interface PartitionOperations {

	/**
	 * Joins a partitioned group with weight 1 and 32 partitions.
	 * @param group the group's id
	 * @return as for {@link #joinPartitionedGroup(String, int, int)}
	 */
	default Partitioner joinPartitionedGroup(String group) {
		return joinPartitionedGroup(group, 1);
	}

	/**
	 * Joins a partitioned group with 32 partitions.
	 * @param group the group's id
	 * @param weight this member's weight
	 * @return as for {@link #joinPartitionedGroup(String, int, int)}
	 */
	default Partitioner joinPartitionedGroup(String group, int weight) {
		return joinPartitionedGroup(group, weight, HashRing.DEFAULT_PARTITIONS);
	}

	/**
	 * Joins a group with the capabilities <code>{"weight": weight}</code>, creates it if
	 * it does not exist, and follows its members. To change the weight later, update the
	 * capabilities. Java members then change their rings; Python members do so only after
	 * this member has left and joined again.
	 * @param group the group's id
	 * @param weight this member's share in relation to the other members, see
	 * {@link HashRing#addNode(String, int)}
	 * @param partitions the number of points on the ring for each unit of weight; must be
	 * the same for all members
	 * @return the partitioner, which follows the group until it or this coordinator is
	 * stopped
	 * @throws IllegalArgumentException if the weight is negative or the partitions are
	 * not positive
	 * @throws MemberAlreadyExistsException as for {@link GroupOperations#joinGroup}
	 * @throws CoordinationException if the group cannot be joined or read; this member
	 * then leaves the group again
	 */
	Partitioner joinPartitionedGroup(String group, int weight, int partitions);

	/**
	 * Leaves the group, reads it once more, and closes the partitioner. So the
	 * partitioner then assigns no object to this member. If the leave or the read fails,
	 * the partitioner is closed with its last ring.
	 * @param partitioner a partitioner of this coordinator
	 * @throws MemberNotJoinedException if this member is not registered in the group
	 */
	void leavePartitionedGroup(Partitioner partitioner);

}
