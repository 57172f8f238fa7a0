package io.servicegroup.tooz.redis;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes this process's waiting contenders when a release of their lock is published. The
 * contenders of a lock share one subscription, which remains for some seconds after the
 * last of them, as a contended lock is soon waited for again. Subscribes on a thread of
 * its own, so that no caller waits for the server. Thread-safe.
 */
final class LockReleases implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(LockReleases.class);

	private static final Duration IDLE_SUBSCRIPTION = Duration.ofSeconds(5);

	/** The time for which a failed subscription is not retried. */
	private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);

	private static final Duration RETRY_INTERVAL = Duration.ofSeconds(10);

	private final RedisWatches watches;

	private final Map<String, Channel> channels = new HashMap<>();

	private final ScheduledThreadPoolExecutor thread;

	LockReleases(RedisWatches watches) {
		this.watches = watches;
		this.thread = DaemonThreads.timer("servicegroup-releases");
		this.thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
	}

	/**
	 * Registers a waiting contender. Does not wait for the server.
	 * @param channel the channel on which releases of the lock are published
	 * @param wake called on a thread of the client
	 * @return the registration; closing it does not wait either
	 */
	synchronized Registration register(String channel, Runnable wake) {
		Channel joined = this.channels.computeIfAbsent(channel, Channel::new);
		// Another object each time, in case one action is registered twice.
		Runnable waiting = wake::run;
		joined.waiting.add(waiting);
		joined.subscribe();
		return () -> unregister(joined, waiting);
	}

	private synchronized void unregister(Channel left, Runnable waiting) {
		if (left.waiting.remove(waiting) && left.waiting.isEmpty() && left.end == null) {
			try {
				left.end = this.thread.schedule(() -> endIfIdle(left), IDLE_SUBSCRIPTION.toMillis(),
						TimeUnit.MILLISECONDS);
			}
			catch (Error ex) {
				logger.debug("Thread cannot be started: the task waits for the next one", ex);
			}
		}
	}

	private void endIfIdle(Channel idle) {
		synchronized (this) {
			idle.end = null;
			if (!idle.waiting.isEmpty()) {
				return;
			}
			this.channels.remove(idle.name, idle);
		}
		idle.unsubscribe();
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
	}

	/** The waiting contenders of one lock. */
	private final class Channel {

		private final String name;

		private final Set<Runnable> waiting = ConcurrentHashMap.newKeySet();

		/** The end of the subscription, if it is scheduled. */
		private @Nullable Future<?> end;

		/** Whether a subscription is open or requested. */
		private boolean requested;

		/** When a subscription may be requested after one has failed. */
		private long retryFrom = System.nanoTime();

		/** Used by the thread of this class only. */
		private @Nullable Registration subscription;

		Channel(String name) {
			this.name = name;
		}

		void subscribe() {
			if (!this.requested && System.nanoTime() - this.retryFrom >= 0) {
				this.requested = true;
				try {
					LockReleases.this.thread.execute(this::subscribeNow);
				}
				catch (Error ex) {
					logger.debug("Thread cannot be started: the task waits for the next one; contenders poll", ex);
				}
			}
		}

		private void subscribeNow() {
			boolean subscribed = false;
			try {
				this.subscription = LockReleases.this.watches.watch(this.name, this::wake);
				subscribed = true;
				wake();
			}
			catch (CoordinationException ex) {
				logger.debug("Subscription to releases of a lock failed; waiting contenders poll, and a later one "
						+ "subscribes again", ex);
			}
			finally {
				synchronized (LockReleases.this) {
					this.requested = subscribed;
					this.retryFrom = System.nanoTime() + RETRY_PAUSE.toNanos();
					if (!subscribed && !this.waiting.isEmpty()) {
						Future<?> unused = LockReleases.this.thread.schedule(this::retry, RETRY_INTERVAL.toMillis(),
								TimeUnit.MILLISECONDS);
					}
				}
			}
		}

		/** A candidate for a leadership registers only once. */
		private void retry() {
			synchronized (LockReleases.this) {
				if (!this.waiting.isEmpty()) {
					subscribe();
				}
			}
		}

		private void wake() {
			this.waiting.forEach(Runnable::run);
		}

		void unsubscribe() {
			Registration last = this.subscription;
			if (last != null) {
				last.close();
			}
		}

	}

}
