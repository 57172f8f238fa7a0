package io.servicegroup.driver;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * How a driver elects the leaders of groups: the leader holds a lock, which
 * {@link ServiceGroupDriver#heartbeat()} renews.
 */
public interface LeaderElections {

	/**
	 * Returns a new contender for the leadership of a group. Makes no call. Acquiring it
	 * creates the group if need be, and throws the exceptions of {@link io.servicegroup}.
	 * @param group the group's id
	 * @return the lock whose holder leads
	 */
	LeaderLock lock(String group);

	/**
	 * Reads the leader.
	 * @param group the group's id
	 * @return the leader, if one is elected; never marked as this application, as only
	 * the holder of the lock knows for certain
	 */
	Optional<GroupLeader> leader(String group);

}
