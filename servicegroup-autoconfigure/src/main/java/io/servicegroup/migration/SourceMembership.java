package io.servicegroup.migration;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.Membership;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.format.Printable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps this member registered in the source of a migration, with its own heartbeat
 * thread and its own thread for changes. So a dead or slow source delays nothing in the
 * target. A change that does not reach the source is retried by the next heartbeat.
 */
final class SourceMembership implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SourceMembership.class);

	private static final Duration CALL_TIMEOUT = Duration.ofSeconds(1);

	private final ServiceGroupDriver driver;

	private final Membership membership;

	private final Heart heart;

	/** A single thread, so that a leave never overtakes the join before it. */
	private final ThreadPoolExecutor changes;

	private final Map<String, Change> last = new HashMap<>();

	private boolean started;

	/**
	 * Whether the last call got no answer. While it is set, callers do not wait for the
	 * source.
	 */
	private volatile boolean unresponsive;

	/**
	 * Creates the membership; {@link #start()} starts its heartbeats.
	 * @param heartbeatInterval the time between two heartbeats, or {@code null} for a
	 * third of the timeout
	 */
	SourceMembership(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval) {
		this.driver = driver;
		this.membership = new Membership(driver, System::nanoTime, (group) -> {
		});
		this.heart = new Heart("servicegroup-source-heart", () -> ask(this.membership::beat),
				() -> (heartbeatInterval != null) ? heartbeatInterval : driver.timeouts().shortest().dividedBy(3));
		this.changes = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				DaemonThreads.named("servicegroup-source-changes"));
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

	/** Runs a call; any answer, also a refusal, makes the source count as responsive. */
	private void ask(Runnable work) {
		try {
			work.run();
			this.unresponsive = false;
		}
		catch (ServiceGroupException ex) {
			this.unresponsive = ex instanceof ServiceGroupUnavailableException;
			throw ex;
		}
	}

	/**
	 * Joins a group and waits briefly. If the source does not answer in time, or refuses
	 * later, the heartbeats retry the join.
	 * @throws DuplicateMemberException if another process is registered with this id
	 * @throws InvalidServiceGroupException if the capabilities are refused
	 */
	void join(String group, Map<String, ?> capabilities) {
		start();
		try {
			await(change(group, capabilities));
		}
		catch (DuplicateMemberException | InvalidServiceGroupException ex) {
			this.changes.execute(() -> forget(group));
			throw ex;
		}
	}

	/** Starts to replace the capabilities, without waiting. */
	Future<?> update(String group, Map<String, ?> capabilities) {
		return change(group, capabilities);
	}

	/**
	 * Waits briefly for an update. A refusal is thrown only if the group is joined;
	 * otherwise the heartbeats retry.
	 */
	void awaitUpdate(String group, Future<?> update) {
		try {
			await(update);
		}
		catch (DuplicateMemberException | InvalidServiceGroupException ex) {
			if (this.membership.isJoined(group)) {
				throw ex;
			}
		}
	}

	private void forget(String group) {
		if (!this.membership.isJoined(group)) {
			leaveNow(group);
		}
	}

	/** Starts leaving a group, without waiting. */
	Future<?> leave(String group) {
		return change(group, null);
	}

	/** Submits a change; returns the pending one if it is for the same change. */
	private synchronized Future<?> change(String group, @Nullable Map<String, ?> capabilities) {
		Change before = this.last.get(group);
		if (before != null && before.isStillFor(capabilities)) {
			return before.done;
		}
		Future<?> done = this.changes.submit(() -> {
			if (capabilities != null) {
				ask(() -> this.membership.ensure(group, capabilities));
			}
			else {
				leaveNow(group);
			}
		});
		this.last.put(group, new Change(capabilities, done));
		return done;
	}

	private void leaveNow(String group) {
		try {
			this.membership.leave(group);
		}
		catch (CoordinationException ex) {
			logger.warn(
					"Leave of group '{}' in the migration source failed: the source drops member '{}' within {} ms. "
							+ "Cause: {}",
					group, this.driver.memberId(), this.driver.timeouts().membership().toMillis(),
					Printable.of(ex.getMessage()));
		}
	}

	/**
	 * Waits for a change for at most a second, and not at all while the source does not
	 * answer.
	 */
	void await(Future<?> change) {
		try {
			change.get(this.unresponsive ? 0 : CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof DuplicateMemberException duplicate) {
				throw duplicate;
			}
			if (ex.getCause() instanceof InvalidServiceGroupException invalid) {
				throw invalid;
			}
			logger.debug("Change in the migration source failed; the next heartbeat retries it", ex);
		}
		catch (TimeoutException ex) {
			this.unresponsive = true;
			logger.debug("Migration source has not answered in time");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Returns why this member is not registered in the source, or {@code null} if it is
	 * or need not be.
	 */
	@Nullable String problem() {
		return this.membership.groups().isEmpty() ? null : this.membership.problem();
	}

	@Override
	public void close() {
		synchronized (this) {
			// Prevents a later start.
			this.started = true;
		}
		this.heart.stop(CALL_TIMEOUT);
		this.changes.shutdown();
		try {
			this.changes.awaitTermination(CALL_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.membership.leaveAll();
		this.driver.close();
	}

	private record Change(@Nullable Map<String, ?> capabilities, Future<?> done) {

		boolean isStillFor(@Nullable Map<String, ?> capabilities) {
			return !this.done.isDone() && Objects.equals(this.capabilities, capabilities);
		}

	}

}
