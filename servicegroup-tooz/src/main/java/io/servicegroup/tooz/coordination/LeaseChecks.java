package io.servicegroup.tooz.coordination;

import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Schedules the check of the held locks: one for all of them, when the first is due. A
 * release cancels nothing, and an acquisition schedules nothing while an earlier check is
 * due, so that locks that are held for a moment do not wake the thread of the checks each
 * time. Thread-safe.
 */
final class LeaseChecks {

	/**
	 * The maximum time to the first check. The thread of the checks ends soon after the
	 * last lock is released.
	 */
	private static final long LONGEST_FIRST_WAIT = TimeUnit.SECONDS.toNanos(1);

	private final LongSupplier nanoTime;

	private final Runnable check;

	private final Scheduler scheduler;

	private @Nullable Future<?> next;

	private long nextAt;

	/**
	 * Creates a schedule without a check.
	 * @param nanoTime returns the monotonic time
	 * @param check checks all locks, and says when they are due {@linkplain #within next}
	 * @param scheduler runs a check later
	 */
	LeaseChecks(LongSupplier nanoTime, Runnable check, Scheduler scheduler) {
		this.nanoTime = nanoTime;
		this.check = check;
		this.scheduler = scheduler;
	}

	/**
	 * Schedules a check for a lock that was acquired.
	 * @param nanos the time in which it is due
	 */
	void soon(long nanos) {
		within((nanos != Long.MAX_VALUE) ? Math.min(nanos, LONGEST_FIRST_WAIT) : nanos);
	}

	/**
	 * Schedules a check, unless one is due sooner.
	 * @param nanos the time in which it is due, or {@link Long#MAX_VALUE} for never
	 */
	synchronized void within(long nanos) {
		if (nanos == Long.MAX_VALUE) {
			return;
		}
		long at = this.nanoTime.getAsLong() + nanos;
		if (this.next != null && this.nextAt - at <= 0) {
			return;
		}
		cancel();
		this.next = this.scheduler.schedule(nanos, this::run);
		this.nextAt = at;
	}

	private void run() {
		synchronized (this) {
			this.next = null;
		}
		this.check.run();
	}

	synchronized void cancel() {
		if (this.next != null) {
			this.next.cancel(false);
			this.next = null;
		}
	}

	/** Runs an action later. */
	interface Scheduler {

		@Nullable Future<?> schedule(long nanos, Runnable action);

	}

}
