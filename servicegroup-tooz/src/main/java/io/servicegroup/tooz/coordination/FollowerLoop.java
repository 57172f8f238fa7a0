package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.concurrent.BackgroundLoop;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads followed groups when they are due. A single group is read on the loop's thread;
 * several are read side by side on up to {@value #MAX_READERS} threads, so that a slow
 * group, or a slow network, does not delay the others. Threads run only while groups are
 * followed. Thread-safe.
 */
public final class FollowerLoop implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FollowerLoop.class);

	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(1);

	private static final long IDLE = Duration.ofHours(1).toNanos();

	private static final int MAX_READERS = 16;

	private static final Duration READER_IDLE = Duration.ofSeconds(10);

	private final String threadName;

	private final StoreSilence silence = new StoreSilence(System::nanoTime);

	private final Set<GroupFollower<?, ?>> followers = ConcurrentHashMap.newKeySet();

	/** The groups that are being read by a reader, or wait for one. */
	private final Set<GroupFollower<?, ?>> reading = ConcurrentHashMap.newKeySet();

	private final ThreadPoolExecutor readers;

	private volatile @Nullable BackgroundLoop loop;

	/** The last group that was read to find out whether the store is silent. */
	private @Nullable GroupFollower<?, ?> probed;

	private boolean closed;

	/**
	 * Creates a loop that follows no group yet.
	 * @param threadName the name of its threads
	 */
	public FollowerLoop(String threadName) {
		this.threadName = threadName;
		this.readers = new ThreadPoolExecutor(1, MAX_READERS, READER_IDLE.toSeconds(), TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), DaemonThreads.named(threadName));
		this.readers.allowCoreThreadTimeOut(true);
	}

	/**
	 * Returns the silence of the store, from the reads of all groups of this loop.
	 */
	public StoreSilence silence() {
		return this.silence;
	}

	/**
	 * Starts reading a group, immediately and whenever it is due. Does nothing after
	 * {@link #close()}.
	 * @param follower the group's follower, created with {@link #silence()}
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
			limitReaders();
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
			limitReaders();
			BackgroundLoop running = this.loop;
			if (this.followers.isEmpty() && running != null) {
				running.stop();
				this.loop = null;
			}
		}
	}

	/**
	 * An executor starts a thread for each task until it has its number of threads.
	 * Without groups, idle ones end at once.
	 */
	private void limitReaders() {
		this.readers.setCorePoolSize(Math.max(1, Math.min(MAX_READERS, this.followers.size())));
		this.readers.setKeepAliveTime(this.followers.isEmpty() ? 1 : READER_IDLE.toMillis(), TimeUnit.MILLISECONDS);
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

	/** Reads the groups that are due, the longest overdue first. */
	private void readDue() {
		List<GroupFollower<?, ?>> due = this.followers.stream()
			.filter((follower) -> follower.nanosUntilDue() <= 0 && !this.reading.contains(follower))
			.sorted(Comparator.comparingLong(GroupFollower::nanosUntilDue))
			.toList();
		if (this.followers.size() == 1) {
			due.forEach(GroupFollower::refresh);
		}
		else {
			due.forEach(this::startReading);
			if (this.silence.nanosUntilProbe() <= 0) {
				toProbe().ifPresent((follower) -> {
					this.probed = follower;
					startReading(follower);
				});
			}
		}
	}

	/**
	 * Returns a group that shows whether the store is silent, or only the read of another
	 * group takes long or fails. It may not be due for a long time. One is read at a
	 * time.
	 */
	private Optional<GroupFollower<?, ?>> toProbe() {
		GroupFollower<?, ?> last = this.probed;
		if (this.followers.size() == 1 || (last != null && this.reading.contains(last))) {
			return Optional.empty();
		}
		return this.followers.stream()
			.filter((follower) -> follower.failure() == null && !this.reading.contains(follower))
			.findFirst();
	}

	private void startReading(GroupFollower<?, ?> follower) {
		this.reading.add(follower);
		try {
			this.readers.execute(() -> readAndWake(follower));
		}
		catch (RejectedExecutionException ex) {
			// The loop is closed.
			this.reading.remove(follower);
		}
		catch (Throwable ex) {
			// Such as "unable to create native thread".
			readAndWake(follower);
		}
	}

	private void readAndWake(GroupFollower<?, ?> follower) {
		try {
			if (this.followers.contains(follower)) {
				follower.refresh();
			}
		}
		catch (Throwable ex) {
			// Such as an interrupt. The follower has marked its reading, and is due
			// again.
			logger.debug("Read of a followed group failed", ex);
		}
		finally {
			this.reading.remove(follower);
			wake();
		}
	}

	private long due(long begun) {
		long left = this.followers.stream()
			.filter((follower) -> !this.reading.contains(follower))
			.mapToLong(GroupFollower::nanosUntilDue)
			.min()
			.orElse(IDLE);
		return System.nanoTime() + (toProbe().isPresent() ? Math.min(left, nanosUntilProbe()) : left);
	}

	/** A read that was handed to a reader may not have begun yet. */
	private long nanosUntilProbe() {
		long pending = this.silence.nanosUntilProbe();
		return this.reading.isEmpty() ? pending : Math.min(pending, StoreSilence.PROBE_DELAY.toNanos());
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
			this.readers.getQueue().clear();
			DaemonThreads.stop(this.readers, STOP_TIMEOUT);
		}
		this.followers.forEach(GroupFollower::close);
	}

}
