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
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.concurrent.Heart;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This member's life in the place that it moves away from: a heart and a thread of its
 * own, so that an old store which is dead or slow delays nothing on the new one. What it
 * cannot be told now, its heart tells it later.
 */
final class SourceMembership implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SourceMembership.class);

	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ServiceGroupDriver driver;

	private final Membership membership;

	private final Heart heart;

	/** One thread, so that a leave never overtakes the join before it. */
	private final ThreadPoolExecutor changes;

	private final Map<String, Change> last = new HashMap<>();

	private boolean started;

	/** Whether the store was asked last in vain: then nobody waits for it. */
	private volatile boolean silent;

	/**
	 * Creates the life, which begins with {@link #start()}.
	 * @param heartbeatInterval the time between two beats, or {@code null} for a third of
	 * the timeout
	 */
	SourceMembership(ServiceGroupDriver driver, @Nullable Duration heartbeatInterval) {
		this.driver = driver;
		this.membership = new Membership(driver, System::nanoTime);
		this.heart = new Heart("servicegroup-old-heart", () -> ask(this.membership::beat),
				() -> (heartbeatInterval != null) ? heartbeatInterval : driver.shortestTimeout().dividedBy(3));
		this.changes = new ThreadPoolExecutor(1, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
				DaemonThreads.named("servicegroup-old-changes"));
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

	/** An answer of any kind ends the silence. */
	private void ask(Runnable work) {
		try {
			work.run();
			this.silent = false;
		}
		catch (ServiceGroupException ex) {
			this.silent = ex instanceof ServiceGroupUnavailableException;
			throw ex;
		}
	}

	/**
	 * Stands in the group from now on, or from when the store answers, or admits it: what
	 * is refused later than anybody waits for is still wanted.
	 * @throws DuplicateMemberException if another process does under this id
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

	/** As {@link #join}; whoever does not stand there yet goes on trying. */
	void update(String group, Map<String, ?> capabilities) {
		try {
			await(change(group, capabilities));
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

	/** Has the group left; waits for nothing. */
	Future<?> leave(String group) {
		return change(group, null);
	}

	/** Several tries that wait for the same answer are one. */
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
		catch (ServiceGroupException ex) {
			logger.warn("Could not leave group '{}' in the old place, which drops member '{}' within {} ms: {}", group,
					this.driver.memberId(), this.driver.membershipTimeout().toMillis(), ex.getMessage());
		}
	}

	/** Waits a moment, but not for one that is silent. It refuses nothing then. */
	void await(Future<?> change) {
		try {
			change.get(this.silent ? 0 : PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
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
			this.silent = true;
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

	private record Change(@Nullable Map<String, ?> capabilities, Future<?> done) {

		boolean isStillFor(@Nullable Map<String, ?> capabilities) {
			return !this.done.isDone() && Objects.equals(this.capabilities, capabilities);
		}

	}

}
