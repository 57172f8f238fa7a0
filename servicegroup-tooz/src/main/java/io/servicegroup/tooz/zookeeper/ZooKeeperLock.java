package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.spi.LockContender;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A contender for a lock, by kazoo's recipe: the first node in the queue holds the lock,
 * and each contender watches the node before its own.
 */
final class ZooKeeperLock implements LockContender {

	private final Connection connection;

	private final LockNode node;

	private final boolean queuesOnlyIfFree;

	private final Semaphore wakeUps = new Semaphore(0);

	/** The same instance for all watches, as the client keeps every different watcher. */
	private final Watcher watcher = this::wake;

	private volatile @Nullable String watched;

	private volatile boolean acquired;

	private ZooKeeperLock(Connection connection, LockNode node, boolean queuesOnlyIfFree) {
		this.connection = connection;
		this.node = node;
		this.queuesOnlyIfFree = queuesOnlyIfFree;
	}

	/**
	 * Creates a contender that queues at once, so that no attempt fails because of a
	 * holder that has just released the lock.
	 */
	static ZooKeeperLock forLock(Connection connection, LockNode node) {
		return new ZooKeeperLock(connection, node, false);
	}

	/**
	 * Creates a contender that queues only if the queue is empty, or to wait. Candidates
	 * retry in every election round, and should not write while there is a leader. The
	 * queue that is read may be slightly stale.
	 */
	static ZooKeeperLock forLeadership(Connection connection, LockNode node) {
		return new ZooKeeperLock(connection, node, true);
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		this.acquired = this.connection.call((session) -> {
			boolean isTaken = this.queuesOnlyIfFree && !this.node.mayExist() && !this.node.queue(session).isEmpty();
			return !isTaken && this.node.enqueue(session);
		});
		return this.acquired;
	}

	@Override
	public void awaitChance(Duration longest) throws InterruptedException {
		this.wakeUps.drainPermits();
		if (this.connection.call(this::watchPredecessor)) {
			this.wakeUps.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Sets a watch on the predecessor. Returns false if there is none, or it was deleted
	 * meanwhile.
	 */
	private boolean watchPredecessor(SessionCalls session) throws KeeperException {
		if (!this.node.mayExist()) {
			this.node.enqueue(session);
		}
		Optional<String> predecessor = this.node.predecessor();
		if (predecessor.isEmpty()) {
			return false;
		}
		this.watched = predecessor.get();
		return session.await(session.watch(predecessor.get(), this.watcher));
	}

	/**
	 * Wakes the waiting thread when the predecessor has changed. Ignores a lost
	 * connection or session, since an attempt would fail then. After a reconnect, the
	 * client sets the watch again; with a new session, the next attempt queues again.
	 */
	private void wake(WatchedEvent event) {
		if (event.getType() != EventType.None) {
			this.watched = null;
			this.wakeUps.release();
		}
	}

	@Override
	public boolean renew() {
		return isHeld();
	}

	@Override
	public boolean isHeld() {
		return this.acquired && this.connection.call(this.node::exists);
	}

	@Override
	public boolean release() {
		if (!this.node.mayExist()) {
			return false;
		}
		boolean existed = this.connection.call((session) -> {
			String path = this.watched;
			if (path != null) {
				session.unwatch(path, this.watcher);
			}
			return this.node.remove(session);
		});
		boolean held = this.acquired && existed;
		this.acquired = false;
		return held;
	}

	@Override
	public boolean breakHold() {
		return this.connection.call((session) -> {
			Optional<String> holder = this.node.queue(session).first();
			return holder.isPresent() && this.node.delete(session, holder.get());
		});
	}

	@Override
	public long fencingToken() {
		return this.node.token();
	}

	@Override
	public Duration timeToLive() {
		return this.connection.timeout();
	}

}
