package io.servicegroup.tooz;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * One member's access to a coordination backend: tooz's operations under tooz's names.
 * Every call blocks, ends by a deadline ({@link ToozUrl#callTimeout}) for each round trip
 * it makes, may be made from any thread, and throws a {@link CoordinationException}.
 * <p>
 * Unlike tooz, a coordinator joins again by itself: {@link #heartbeat()} restores what
 * the store has lost.
 */
public interface Coordinator extends GroupOperations, ElectionOperations, PartitionOperations, AutoCloseable {

	/**
	 * Returns this member's id.
	 * @return the id, the same for the coordinator's whole life
	 */
	String memberId();

	/**
	 * Returns what can be relied on with this backend.
	 * @return the characteristics of tooz's driver
	 */
	Set<Characteristic> characteristics();

	/**
	 * Returns what this backend has; any other operation throws
	 * {@link UnsupportedFeatureException}.
	 * @return the features
	 */
	Set<Feature> features();

	/**
	 * Connects to the backend. May be called again after it failed, and after
	 * {@link #stop()}; does nothing once it succeeded. The first operation does it where
	 * nobody else has.
	 * @throws StoreUnavailableException if the backend cannot be reached or refuses this
	 * client
	 */
	void start();

	/**
	 * Tells whether the coordinator is connected for use.
	 * @return whether it was started, and not stopped since
	 */
	boolean isStarted();

	/**
	 * Leaves every joined group, stands down, releases every lock and disconnects, in
	 * bounded time even when the backend is dead. May be {@linkplain #start() started}
	 * again.
	 * @throws CoordinationException if it was not started
	 */
	void stop();

	/**
	 * The same as {@link #stop()}, but does not mind whether it was started.
	 */
	@Override
	void close();

	/**
	 * Says that this member lives, looks whether it still stands in each joined group,
	 * joins again, with the latest capabilities, where it does not, and renews the locks
	 * it holds.
	 * @return the time until the next heartbeat is due: a third of
	 * {@link #shortestTimeout()}
	 * @throws MemberAlreadyExistsException if another process took this member's id while
	 * this one was away; it is not harmed, and the next heartbeat tries again
	 */
	Duration heartbeat();

	/**
	 * Returns the time after which the store drops a member that has stopped beating.
	 * @return the timeout as configured or, on ZooKeeper and once connected, as
	 * negotiated with the server
	 */
	Duration membershipTimeout();

	/**
	 * Returns the shortest of the times after which the store drops something that is not
	 * kept by heartbeats: a member, a lock, a leadership.
	 * @return the timeout
	 */
	Duration shortestTimeout();

	/**
	 * Asks the backend to call when a group may have changed. A call only means <em>look
	 * again</em>; it may be missing, late or superfluous, and backends that cannot push
	 * never call.
	 * @param group the group's id; it need not exist
	 * @param lookAgain called on a thread of the backend's client; must not block
	 * @return closes the watch
	 */
	AutoCloseable watch(String group, Runnable lookAgain);

	/**
	 * Reads the watched and the partitioned groups again, calls for what changed since
	 * the last time, and runs the elections. A callback that throws is logged.
	 * @return the joins and leaves that were told
	 */
	List<GroupEvent> runWatchers();

	/**
	 * Makes a lock object. Two of one name exclude each other, as those of two members
	 * do.
	 * @param name the lock's name
	 * @return the lock, not held
	 */
	DistributedLock getLock(String name);

	/**
	 * Renews locks and leaderships on a thread of this coordinator's own, from the first
	 * acquisition to {@link #stop()}, whenever {@link #heartbeat()} does not: for
	 * programs that acquire locks before their heartbeat starts, or without one.
	 */
	void keepLocks();

}
