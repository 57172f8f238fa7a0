package io.servicegroup.driver;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.tooz.coordination.LeaderLock;

/**
 * Elects the leaders of groups. The leader of a group holds a lock, which
 * {@link ServiceGroupDriver#heartbeat()} renews.
 */
public interface LeaderElections {

	/**
	 * Returns a new lock for the leadership of a group. Makes no call. Acquiring the lock
	 * creates the group if it does not exist, and throws the exceptions of
	 * {@link io.servicegroup}.
	 * @param group the group's id
	 * @return the lock whose holder leads
	 */
	LeaderLock lock(String group);

	/**
	 * Reads the leader.
	 * @param group the group's id
	 * @return the leader, if one is elected; never marked as this application, as only
	 * the holder of the lock knows whether it still leads
	 */
	Optional<GroupLeader> leader(String group);

}
