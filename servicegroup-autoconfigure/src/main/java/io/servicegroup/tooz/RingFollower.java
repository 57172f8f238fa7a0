package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads a group's ring again: when the store says that something changed,
 * and every second in any case.
 */
final class RingFollower implements AutoCloseable {

	static final String THREAD = "servicegroup-partitioner";

	private static final Logger logger = LoggerFactory.getLogger(Partitioner.class);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final GroupRing ring;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Daemons.named(THREAD));

	private final AtomicBoolean pushed = new AtomicBoolean();

	private final AtomicReference<@Nullable AutoCloseable> watch = new AtomicReference<>();

	RingFollower(GroupRing ring) {
		this.ring = ring;
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	void start() {
		this.thread.scheduleWithFixedDelay(this::follow, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void follow() {
		this.ring.refresh();
		if (this.watch.get() == null && !this.ring.last().stale()) {
			watch();
		}
	}

	private void watch() {
		try {
			this.watch.set(this.ring.coordinator().watch(this.ring.group(), this::lookAgain));
			if (this.thread.isShutdown()) {
				unwatch();
			}
			// What changed between the reading and the watch would wait for a second.
			lookAgain();
		}
		catch (RuntimeException ex) {
			logger.debug("Group '{}' is polled; the next reading tries to watch it", this.ring.group(), ex);
		}
	}

	/** Pushes that come while one waits for its turn are one. */
	private void lookAgain() {
		if (this.pushed.compareAndSet(false, true)) {
			try {
				this.thread.execute(() -> {
					this.pushed.set(false);
					this.ring.refresh();
				});
			}
			catch (RejectedExecutionException ex) {
				logger.debug("Nothing is read after the end");
			}
		}
	}

	private void unwatch() {
		AutoCloseable open = this.watch.getAndSet(null);
		if (open != null) {
			try {
				open.close();
			}
			catch (Exception ex) {
				logger.debug("The watch of group '{}' did not close", this.ring.group(), ex);
			}
		}
	}

	/** Does not wait: a reading under way ends by its deadline. */
	@Override
	public void close() {
		this.thread.shutdown();
		unwatch();
	}

}
