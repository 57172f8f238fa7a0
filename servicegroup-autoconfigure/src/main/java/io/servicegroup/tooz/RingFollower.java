package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that reads a group's ring again: when the store says that something changed,
 * and every second in any case.
 */
final class RingFollower implements AutoCloseable {

	static final String THREAD = "servicegroup-partitioner";

	private static final Logger logger = LoggerFactory.getLogger(Partitioner.class);

	static final Duration INTERVAL = Duration.ofSeconds(1);

	private final GroupRing ring;

	private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, Daemons.named(THREAD));

	private final AtomicBoolean pushed = new AtomicBoolean();

	private final GroupWatch watch;

	RingFollower(GroupRing ring) {
		this.ring = ring;
		this.watch = new GroupWatch(ring.group(), (look) -> ring.coordinator().watch(ring.group(), look),
				this::lookAgain);
		this.thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
	}

	void start() {
		this.thread.scheduleWithFixedDelay(
				Rounds.surviving("partitioned group '" + this.ring.group() + "'", this::follow), 0, INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	private void follow() {
		this.ring.refresh();
		if (!this.ring.last().stale()) {
			this.watch.open();
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
			catch (Throwable ex) {
				// This push is lost; the poll comes, and the next push shall get through.
				this.pushed.set(false);
				throw ex;
			}
		}
	}

	/** Does not wait: a reading under way ends by its deadline. */
	@Override
	public void close() {
		this.thread.shutdown();
		this.watch.close();
	}

}
