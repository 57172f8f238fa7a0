package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.LockContender;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.Watcher.Event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A contender by kazoo's recipe: the first in the queue has the lock, each other watches
 * the one before it.
 */
final class ZooKeeperLock implements LockContender {

	private final Connection connection;

	private final QueuePlace place;

	private final boolean looksFirst;

	private final Semaphore chance = new Semaphore(0);

	/** Always the same one, as the client keeps each that it is given. */
	private final Watcher watcher = this::wake;

	private volatile @Nullable String watched;

	private volatile boolean acquired;

	private ZooKeeperLock(Connection connection, QueuePlace place, boolean looksFirst) {
		this.connection = connection;
		this.place = place;
		this.looksFirst = looksFirst;
	}

	/** Queues at once, so that no try fails for a holder that is gone. */
	static ZooKeeperLock forLock(Connection connection, String path, String memberId) {
		return new ZooKeeperLock(connection, new QueuePlace(path, memberId), false);
	}

	/**
	 * Queues only where it sees nobody, or has to wait: candidates try again and again,
	 * and should write nothing while there is a leader. What it sees may be a moment old.
	 */
	static ZooKeeperLock forLeadership(Connection connection, String path, String memberId) {
		return new ZooKeeperLock(connection, new QueuePlace(path, memberId), true);
	}

	@Override
	public boolean tryAcquire(boolean shared) {
		this.acquired = this.connection.call((session) -> {
			boolean inVain = this.looksFirst && !this.place.mayStand() && !this.place.contenders(session).isEmpty();
			return !inVain && this.place.take(session);
		});
		return this.acquired;
	}

	@Override
	public void awaitChance(Duration longest) throws InterruptedException {
		this.chance.drainPermits();
		if (this.connection.call(this::watchPredecessor)) {
			this.chance.tryAcquire(longest.toNanos(), TimeUnit.NANOSECONDS);
		}
	}

	/** Returns whether there is anybody to wait for. */
	private boolean watchPredecessor(Session session) throws KeeperException {
		if (!this.place.mayStand()) {
			this.place.take(session);
		}
		Optional<String> predecessor = this.place.predecessor();
		if (predecessor.isEmpty()) {
			return false;
		}
		this.watched = predecessor.get();
		return session.await(session.watch(predecessor.get(), this.watcher));
	}

	/**
	 * Not for a lost connection or session: to try at once would fail. The client sets
	 * the watch again, or the next try queues anew.
	 */
	private void wake(WatchedEvent event) {
		if (event.getType() != EventType.None) {
			this.watched = null;
			this.chance.release();
		}
	}

	@Override
	public boolean renew() {
		return isHeld();
	}

	@Override
	public boolean isHeld() {
		return this.acquired && this.connection.call(this.place::stands);
	}

	@Override
	public boolean release() {
		if (!this.place.mayStand()) {
			return false;
		}
		boolean stood = this.connection.call((session) -> {
			String path = this.watched;
			if (path != null) {
				session.unwatch(path, this.watcher);
			}
			return this.place.leave(session);
		});
		boolean held = this.acquired && stood;
		this.acquired = false;
		return held;
	}

	@Override
	public boolean breakHold() {
		return this.connection.call((session) -> {
			Optional<String> holder = this.place.contenders(session).first();
			return holder.isPresent() && this.place.delete(session, holder.get());
		});
	}

	@Override
	public long fencingToken() {
		return this.place.transaction();
	}

	@Override
	public Duration timeToLive() {
		return this.connection.timeout();
	}

}
