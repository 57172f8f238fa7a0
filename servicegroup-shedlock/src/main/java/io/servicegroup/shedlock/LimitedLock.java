package io.servicegroup.shedlock;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.DistributedLock;
import net.javacrumbs.shedlock.core.AbstractSimpleLock;
import net.javacrumbs.shedlock.core.ClockProvider;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock in the store that is held until a limit, which each extension replaces.
 */
final class LimitedLock {

	private static final Logger logger = LoggerFactory.getLogger(LimitedLock.class);

	private final DistributedLock lock;

	private final ScheduledExecutorService timer;

	private final RunningTasks running;

	private @Nullable Future<?> release;

	/** When the lock is released at the latest, as {@link System#nanoTime}. */
	private long limit;

	LimitedLock(DistributedLock lock, ScheduledExecutorService timer, RunningTasks running) {
		this.lock = lock;
		this.timer = timer;
		this.running = running;
	}

	/** Sets the limit to {@code lockAtMostFor}, and returns ShedLock's lock. */
	synchronized SimpleLock limit(LockConfiguration configuration) {
		releaseAt(configuration.getLockAtMostUntil());
		return new Handle(configuration);
	}

	private Optional<SimpleLock> extend(LockConfiguration configuration) {
		synchronized (this) {
			if (System.nanoTime() - this.limit >= 0) {
				releaseNow();
			}
			if (!this.lock.isStillOwner()) {
				this.running.remove(this);
				return Optional.empty();
			}
			return Optional.of(limit(configuration));
		}
	}

	/** Releases the lock now or, if later, at a time. */
	private synchronized void releaseAt(Instant time) {
		if (this.release != null) {
			this.release.cancel(false);
		}
		long left = TimeUnit.NANOSECONDS.convert(Duration.between(ClockProvider.now(), time));
		this.limit = System.nanoTime() + Math.max(0, left);
		if (left <= 0) {
			releaseNow();
		}
		else {
			this.release = this.timer.schedule(this::releaseIfDue, left, TimeUnit.NANOSECONDS);
		}
	}

	/** Does nothing if the limit was replaced meanwhile. */
	private synchronized void releaseIfDue() {
		if (System.nanoTime() - this.limit >= 0) {
			releaseNow();
		}
	}

	private void releaseNow() {
		this.running.remove(this);
		try {
			this.lock.release();
		}
		catch (CoordinationException ex) {
			logger.warn("Lock '{}' is released late: the store does not answer; retrying with the next heartbeat. "
					+ "Cause: {}", this.lock.name(), ex.toString());
		}
	}

	/**
	 * ShedLock's view of the lock, which is invalid after one use.
	 */
	private final class Handle extends AbstractSimpleLock {

		Handle(LockConfiguration configuration) {
			super(configuration);
		}

		@Override
		protected void doUnlock() {
			LimitedLock.this.running.remove(LimitedLock.this);
			releaseAt(this.lockConfiguration.getLockAtLeastUntil());
		}

		@Override
		protected Optional<SimpleLock> doExtend(LockConfiguration configuration) {
			return LimitedLock.this.extend(configuration);
		}

	}

}
