package io.servicegroup.membership;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.Daemons;
import io.servicegroup.tooz.Heart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's life in the place that it moves away from: a heart and a thread of its
 * own, so that an old store which is dead or slow delays nothing on the new one. What it
 * cannot be told now, its heart tells it later.
 */
final class OldSide implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(OldSide.class);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ServiceGroupDriver driver;

	private final Membership membership;

	private final Heart heart;

	/** One thread, so that a leave never overtakes the join before it. */
	private final ThreadPoolExecutor changes;

	private boolean started;

	private @Nullable Change last;

	/**
	 * Creates the life, which begins with {@link #start()}.
	 * @param heartbeatInterval the time between two beats, or {@code null} for a third of
	 * the timeout
	 */
	OldSide(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval) {
		this.driver = driver;
		this.membership = new Membership(driver, System::nanoTime);
		this.heart = new Heart("servicegroup-old-heart", this.membership::beat,
				() -> (heartbeatInterval != null) ? heartbeatInterval : driver.shortestTimeout().dividedBy(3));
		this.changes = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				Daemons.named("servicegroup-old-changes"));
		this.changes.allowCoreThreadTimeOut(true);
	}

	ServiceGroupDriver driver() {
		return this.driver;
	}

	synchronized void start() {
		if (!this.started) {
			this.started = true;
			this.heart.start();
		}
	}

	/**
	 * Stands in the group from now on, or from when the store answers.
	 * @throws DuplicateMemberException if another process does under this id
	 */
	void join(String group, Map<String, ?> capabilities) {
		start();
		await(change(group, capabilities));
	}

	/** Has the group left; waits for nothing. */
	Future<?> leave(String group) {
		return change(group, null);
	}

	/** Several tries that wait for the same answer are one. */
	private synchronized Future<?> change(String group, @Nullable Map<String, ?> capabilities) {
		Change before = this.last;
		if (before != null && before.isStillFor(group, capabilities)) {
			return before.done;
		}
		Future<?> done = this.changes.submit(() -> {
			if (capabilities != null) {
				this.membership.ensure(group, capabilities);
			}
			else {
				leaveNow(group);
			}
		});
		this.last = new Change(group, capabilities, done);
		return done;
	}

	private void leaveNow(String group) {
		try {
			this.membership.leave(group);
		}
		catch (ServiceGroupException ex) {
			logger.warn("Could not leave group '{}' in the old place, which drops member '{}' within {} ms: {}", group,
					this.driver.memberId(), this.driver.membershipTimeout().toMillis(), ex.getMessage());
		}
	}

	/** Waits a moment. An old store that is away refuses nothing. */
	void await(Future<?> change) {
		try {
			change.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof DuplicateMemberException duplicate) {
				throw duplicate;
			}
			if (ex.getCause() instanceof InvalidServiceGroupException invalid) {
				throw invalid;
			}
			logger.debug("The old place is told later", ex);
		}
		catch (TimeoutException ex) {
			logger.debug("The old place is slow");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Why this member does not stand there, or {@code null} if it does or need not. */
	@Nullable String problem() {
		return this.membership.groups().isEmpty() ? null : this.membership.problem();
	}

	@Override
	public void close() {
		synchronized (this) {
			// A heart that was never started is not started any more.
			this.started = true;
		}
		this.heart.stop(PATIENCE);
		this.changes.shutdown();
		try {
			this.changes.awaitTermination(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.membership.leaveAll();
		this.driver.close();
	}

	private record Change(String group, @Nullable Map<String, ?> capabilities, Future<?> done) {

		boolean isStillFor(String group, @Nullable Map<String, ?> capabilities) {
			return !this.done.isDone() && this.group.equals(group)
					&& ((capabilities == null) ? this.capabilities == null : capabilities.equals(this.capabilities));
		}

	}

}
