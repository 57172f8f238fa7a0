package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.servicegroup.tooz.ToozUrl;

/**
 * Notices that a store does not answer, from the reads of all groups: reads are pending
 * or have failed for want of an answer, and none has been answered since. Thread-safe.
 */
public final class StoreSilence {

	/** Shorter than this, no store is silent. */
	private static final Duration SHORTEST = Duration.ofSeconds(1);

	/** After so much silence, another group is read. */
	static final Duration PROBE_DELAY = SHORTEST.dividedBy(2);

	private final LongSupplier nanoTime;

	private int pending;

	private volatile boolean waiting;

	/** The time of the last answer, or of the first read after it if that is later. */
	private volatile long since;

	/**
	 * Creates the silence of a store that was not read yet.
	 * @param nanoTime measures elapsed time
	 */
	public StoreSilence(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns how long the store may leave all reads unanswered before every reading is
	 * stale: the deadline of a call, but at least a second, so that views do not flap on
	 * an overloaded machine.
	 * @param shortestTimeout the store's shortest timeout, from which deadlines are
	 * derived
	 * @return the time
	 */
	public static Duration limit(Duration shortestTimeout) {
		Duration call = ToozUrl.callTimeout(shortestTimeout);
		return (call.compareTo(SHORTEST) > 0) ? call : SHORTEST;
	}

	/** Returns the time, in nanoseconds, by the clock that all reads use. */
	public long now() {
		return this.nanoTime.getAsLong();
	}

	/** Records that a read begins, and returns the time. */
	synchronized long begin() {
		long now = now();
		if (!this.waiting) {
			this.since = now;
			this.waiting = true;
		}
		this.pending++;
		return now;
	}

	/** Records that a read has ended. */
	synchronized void end(boolean answered) {
		this.pending--;
		if (answered) {
			this.since = now();
			this.waiting = this.pending > 0;
		}
	}

	/**
	 * Returns the nanoseconds until another group should be read, to find out whether the
	 * store is silent or only a read takes long.
	 */
	synchronized long nanosUntilProbe() {
		if (!this.waiting) {
			return Long.MAX_VALUE;
		}
		return (this.pending == 0) ? 0 : this.since + PROBE_DELAY.toNanos() - now();
	}

	/** Returns whether the silence is longer than the source allows. */
	boolean lasts(long now, GroupSource<?, ?> source) {
		long silent = now - this.since;
		if (!this.waiting || silent < SHORTEST.toNanos()) {
			return false;
		}
		// An answer that is still arriving is not silence.
		return Math.min(silent, source.silence()) >= limit(source.shortestTimeout()).toNanos();
	}

}
