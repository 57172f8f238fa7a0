package io.servicegroup.tooz;

import java.util.Optional;
import java.util.function.Consumer;

import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.GroupEvent.LeaderRevoked;

/**
 * What a {@link Coordinator} does to elect one leader of a group.
 */
public interface ElectionOperations {

	/**
	 * Makes this member a candidate: {@link #runElectCoordinator()} tries to make it the
	 * leader, and calls when it has become it.
	 * @param group the group's id
	 * @param callback called on the thread that runs the election
	 */
	void watchElectedAsLeader(String group, Consumer<? super LeaderElected> callback);

	/**
	 * Ends {@link #watchElectedAsLeader}. As in tooz, a leader stays it until it stands
	 * down.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not
	 */
	void unwatchElectedAsLeader(String group, Consumer<? super LeaderElected> callback);

	/**
	 * Calls when this member leads no longer: at once when it stands down or stops,
	 * before another can be elected if the leadership could not be renewed, and else as
	 * soon as the loss is seen. tooz has nothing like it.
	 * @param group the group's id
	 * @param callback called on the thread that stands down, or one of its own
	 */
	void watchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback);

	/**
	 * Ends {@link #watchRevokedAsLeader}.
	 * @param group the group's id
	 * @param callback the object that was registered
	 * @throws WatchCallbackNotFoundException if it was not
	 */
	void unwatchRevokedAsLeader(String group, Consumer<? super LeaderRevoked> callback);

	/**
	 * Tries, in each group where this member is a candidate, to become the leader,
	 * without waiting.
	 */
	void runElectCoordinator();

	/**
	 * Gives a leadership up. The next election may give it back.
	 * @param group the group's id
	 * @return whether this member led until now
	 */
	boolean standDownGroupLeader(String group);

	/**
	 * Returns a lock whose holder leads the group, for programs that wait for the
	 * leadership instead of running elections. It has no part in the callbacks and in
	 * {@link #isLeader} here. tooz has nothing like it.
	 * @param group the group's id
	 * @return a lock, not held
	 */
	DistributedLock getLeaderLock(String group);

	/**
	 * Returns, from memory, whether this member was elected here, and the leadership last
	 * renewed so recently that no other member can have it.
	 * @param group the group's id
	 * @return whether it does
	 */
	boolean isLeader(String group);

	/**
	 * Reads the leader of a group.
	 * @param group the group's id
	 * @return the leader, if one is elected; see there for what is known of it
	 */
	Optional<Leader> getLeader(String group);

}
