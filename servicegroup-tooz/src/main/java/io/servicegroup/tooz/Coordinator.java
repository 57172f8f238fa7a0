package io.servicegroup.tooz;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * Gives one member access to a coordination backend: tooz's operations under tooz's
 * names. Thread-safe. Methods that call the store block; each round trip has a deadline,
 * see {@link ToozUrl#callTimeout}. They throw a {@link CoordinationException} if they
 * fail, which is a {@link CoordinationInterruptedException} if the thread was
 * interrupted.
 * <p>
 * Unlike tooz, {@link #heartbeat()} rejoins groups by itself when the store has lost the
 * membership.
 *
 * @since 0.1.0
 */
public interface Coordinator extends GroupOperations, ElectionOperations, PartitionOperations, AutoCloseable {

	/**
	 * Returns this member's id.
	 * @return the id, which never changes
	 */
	String memberId();

	/**
	 * Returns the guarantees of this backend.
	 * @return the characteristics, at least those of tooz's driver
	 */
	Set<Characteristic> characteristics();

	/**
	 * Returns the features of this backend. Operations of other features throw
	 * {@link UnsupportedFeatureException}.
	 * @return the features
	 */
	Set<Feature> features();

	/**
	 * Connects to the backend. May be called again after a failure and after
	 * {@link #stop()}; does nothing while the coordinator is started. If it was not
	 * called, the first operation that needs the store connects; after {@link #stop()},
	 * operations fail until this method is called.
	 * @throws StoreUnavailableException if the backend cannot be reached or rejects this
	 * client
	 */
	void start();

	/**
	 * Returns whether the coordinator is started.
	 * @return whether it was started, and not stopped since
	 */
	boolean isStarted();

	/**
	 * Resigns every leadership, leaves every joined group, releases every lock and
	 * disconnects. Takes bounded time even if the backend does not answer. The
	 * coordinator may be {@linkplain #start() started} again.
	 * @throws CoordinationException if it was not started
	 */
	void stop();

	/**
	 * Does the same as {@link #stop()}, and nothing if the coordinator is not started.
	 */
	@Override
	void close();

	/**
	 * Renews this member's registration in each joined group, and the locks that it
	 * holds. Where the store has lost the registration, the member rejoins with its
	 * latest capabilities. Leaves and updates that did not reach the store are retried.
	 * @return the time until the next heartbeat is due: a third of
	 * {@link #shortestTimeout()}
	 * @throws MemberAlreadyExistsException if this member's registration had expired, and
	 * another process has registered with its id; the other process stays registered, and
	 * the next heartbeat retries
	 */
	Duration heartbeat();

	/**
	 * Returns the time after which the store drops a member that sends no heartbeats.
	 * @return the configured timeout; on ZooKeeper, once connected, the timeout that was
	 * negotiated with the server
	 */
	Duration membershipTimeout();

	/**
	 * Returns the shortest time without heartbeats after which the store drops a
	 * membership, a lock or a leadership.
	 * @return the shortest of these timeouts
	 */
	Duration shortestTimeout();

	/**
	 * Subscribes to changes of a group. A call of the listener only means that the group
	 * may have changed: read it again. Calls may be missed, late or superfluous. Backends
	 * without {@link Feature#PUSH} never call it.
	 * @param group the group's id; it need not exist
	 * @param lookAgain called on a thread of the backend's client; must not block
	 * @return the subscription; close it to unsubscribe
	 */
	Registration watch(String group, Runnable lookAgain);

	/**
	 * Reads the watched and the partitioned groups again, calls the callbacks for changes
	 * since the last call, and runs the elections. An exception of a callback is logged.
	 * @return the joins and leaves that were reported
	 */
	List<GroupEvent> runWatchers();

	/**
	 * Creates a lock object. Does not call the store. Two lock objects with the same name
	 * exclude each other, even within one coordinator.
	 * @param name the lock's name
	 * @return the lock, not held
	 */
	DistributedLock getLock(String name);

	/**
	 * Renews locks and leaderships on a thread of this coordinator when no
	 * {@link #heartbeat()} does. The thread runs from the first acquisition to
	 * {@link #stop()}. For programs that acquire locks without a heartbeat, or before it
	 * starts.
	 */
	void keepLocks();

}
