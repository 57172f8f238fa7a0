package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.concurrent.BackgroundLoop;
import org.jspecify.annotations.Nullable;

/**
 * Reads followed groups when they are due, on one thread. The thread runs only while at
 * least one group is followed. Thread-safe.
 */
public final class FollowerLoop implements AutoCloseable {

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

	private static final long IDLE = Duration.ofHours(1).toNanos();

	private final String threadName;

	private final Set<GroupFollower<?, ?>> followers = ConcurrentHashMap.newKeySet();

	private volatile @Nullable BackgroundLoop loop;

	private boolean closed;

	/**
	 * Creates a loop that follows no group yet.
	 * @param threadName the name of its thread
	 */
	public FollowerLoop(String threadName) {
		this.threadName = threadName;
	}

	/**
	 * Starts reading a group, immediately and whenever it is due. Does nothing after
	 * {@link #close()}.
	 * @param follower the group's follower, which measures time by
	 * {@link System#nanoTime()}
	 */
	public synchronized void add(GroupFollower<?, ?> follower) {
		if (!this.closed) {
			if (this.loop == null) {
				BackgroundLoop started = new BackgroundLoop(this.threadName, this::readDue, this::due);
				started.start();
				this.loop = started;
			}
			// Adds it after the start, which throws if no thread can be created.
			this.followers.add(follower);
			wake();
		}
	}

	/**
	 * Closes a follower. Does not wait for a read in progress, which ends by its
	 * deadline.
	 * @param follower the group's follower
	 */
	public void remove(GroupFollower<?, ?> follower) {
		follower.close();
		synchronized (this) {
			this.followers.remove(follower);
			BackgroundLoop running = this.loop;
			if (this.followers.isEmpty() && running != null) {
				running.stop();
				this.loop = null;
			}
		}
	}

	/**
	 * Checks immediately which groups are due.
	 */
	public void wake() {
		BackgroundLoop running = this.loop;
		if (running != null) {
			running.runNow();
		}
	}

	private void readDue() {
		for (GroupFollower<?, ?> follower : this.followers) {
			if (follower.nanosUntilDue() <= 0) {
				follower.refresh();
			}
		}
	}

	private long due(long begun) {
		long left = this.followers.stream().mapToLong(GroupFollower::nanosUntilDue).min().orElse(IDLE);
		return System.nanoTime() + left;
	}

	/**
	 * Closes all followers. Waits at most one second for a read in progress, and
	 * interrupts it in this time.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			BackgroundLoop running = this.loop;
			if (running != null) {
				running.stop(STOP_TIMEOUT);
			}
		}
		this.followers.forEach(GroupFollower::close);
	}

}
