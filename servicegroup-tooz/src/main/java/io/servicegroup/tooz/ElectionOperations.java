package io.servicegroup.tooz;

import java.util.Optional;
import java.util.function.Consumer;

import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;

/**
 * The operations of a {@link Coordinator} for the election of one leader in a group.
 *
 * @since 0.1.0
 */
public interface ElectionOperations {

	/**
	 * Makes this member a candidate: {@link #runElectCoordinator()} tries to make it the
	 * leader, and calls the callback once it is elected.
	 * @param group the group's id
	 * @param callback called on the thread that runs the election
	 */
	void watchElectedAsLeader(String group, Consumer<? super LeaderElected> callback);

	/**
	 * Unregisters a callback of {@link #watchElectedAsLeader}. As in tooz, a leader stays
	 * leader until {@link #standDownGroupLeader}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not registered
	 */
	void unwatchElectedAsLeader(String group, Consumer<? super LeaderElected> callback);

	/**
	 * Registers a callback for the end of this member's leadership. It is called
	 * immediately when this member resigns or stops. If the leadership cannot be renewed,
	 * it is called before another member can be elected. If the leadership was broken or
	 * has expired, it is called when this member detects that. tooz has no such callback.
	 * @param group the group's id
	 * @param callback called on the thread that resigns, or on one of the coordinator
	 */
	void watchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback);

	/**
	 * Unregisters a callback of {@link #watchRevokedAsLeader}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not registered
	 */
	void unwatchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback);

	/**
	 * Tries once, in each group where this member is a candidate, to become the leader.
	 * Does not wait for the current leader.
	 */
	void runElectCoordinator();

	/**
	 * Resigns the leadership of a group. The next election may elect this member again.
	 * @param group the group's id
	 * @return whether this member was the leader until now
	 */
	boolean standDownGroupLeader(String group);

	/**
	 * Returns a lock whose holder is the leader of the group, for programs that wait for
	 * the leadership instead of running elections. Acquiring it does not call the
	 * callbacks of {@link #watchElectedAsLeader}, and {@link #isLeader} does not consider
	 * it. tooz has no such lock.
	 * @param group the group's id
	 * @return a lock, not held
	 */
	DistributedLock getLeaderLock(String group);

	/**
	 * Returns whether this member is the leader, without calling the store: it was
	 * elected, and the leadership was renewed so recently that it cannot have expired in
	 * the store.
	 * @param group the group's id
	 * @return whether it is the leader
	 */
	boolean isLeader(String group);

	/**
	 * Reads the leader of a group.
	 * @param group the group's id
	 * @return the leader, if one is elected
	 */
	Optional<Leader> getLeader(String group);

}
