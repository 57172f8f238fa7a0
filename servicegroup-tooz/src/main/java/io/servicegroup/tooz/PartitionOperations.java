package io.servicegroup.tooz;

/**
 * What a {@link Coordinator} does to share work out among the members of a group.
 */
public interface PartitionOperations {

	/**
	 * Joins a group with the weight 1 and 32 partitions.
	 * @param group the group's id
	 * @return as for {@link #joinPartitionedGroup(String, int, int)}
	 */
	default Partitioner joinPartitionedGroup(String group) {
		return joinPartitionedGroup(group, 1);
	}

	/**
	 * Joins a group with 32 partitions.
	 * @param group the group's id
	 * @param weight this member's weight
	 * @return as for {@link #joinPartitionedGroup(String, int, int)}
	 */
	default Partitioner joinPartitionedGroup(String group, int weight) {
		return joinPartitionedGroup(group, weight, HashRing.DEFAULT_PARTITIONS);
	}

	/**
	 * Joins a group with the capabilities <code>{"weight": weight}</code>, creates it if
	 * need be, and follows its members. To change the weight later, update the
	 * capabilities: Java members follow, tooz's do not.
	 * @param group the group's id
	 * @param weight how much this member gets in comparison with the others
	 * @param partitions the points on the ring for each unit of weight, which have to be
	 * the same for all members
	 * @return who owns what; followed until it is closed, or this coordinator is stopped
	 * @throws IllegalArgumentException if the weight is negative or the partitions are
	 * not positive
	 * @throws MemberAlreadyExistsException as for {@link GroupOperations#joinGroup}
	 * @throws CoordinationException if the group cannot be joined and read; this member
	 * then does not stand in it
	 */
	Partitioner joinPartitionedGroup(String group, int weight, int partitions);

	/**
	 * Leaves the group and closes the partitioner, the latter even when the former fails.
	 * Nothing belongs to this member any more then, unless the group cannot be read.
	 * @param partitioner one of this coordinator's
	 * @throws MemberNotJoinedException if this member does not stand in the group
	 */
	void leavePartitionedGroup(Partitioner partitioner);

}
