package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Decides whether a reading is accepted that lacks known members. A store that was
 * unavailable, or has lost data, may lack live members whose next heartbeat registers
 * them again. So for one heartbeat interval and one second, such a reading is rejected.
 * Not thread-safe.
 */
public final class GracePeriod {

	private final LongSupplier nanoTime;

	private final Supplier<Duration> timeout;

	private boolean failed;

	private long lastAnswer;

	private long end;

	/**
	 * Creates a period that has ended.
	 * @param nanoTime the monotonic clock
	 * @param timeout returns the longest timeout of a member
	 */
	public GracePeriod(LongSupplier nanoTime, Supplier<Duration> timeout) {
		this.nanoTime = nanoTime;
		this.timeout = timeout;
		this.lastAnswer = nanoTime.getAsLong();
		this.end = this.lastAnswer;
	}

	/** Records that a reading has failed. */
	public void failed() {
		this.failed = true;
	}

	/** Starts the period: the store has lost data. */
	public void start() {
		this.end = this.nanoTime.getAsLong() + this.timeout.get().dividedBy(3).plusSeconds(1).toNanos();
	}

	/**
	 * Records that the store has answered, and returns whether the reading is accepted.
	 * An outage shorter than half the timeout expires no member, as there are three
	 * heartbeats in a timeout.
	 * @param complete returns whether the reading has all known members
	 * @return whether it is accepted
	 */
	public boolean accepts(BooleanSupplier complete) {
		long time = this.nanoTime.getAsLong();
		if (this.failed && time - this.lastAnswer >= this.timeout.get().dividedBy(2).toNanos()) {
			start();
		}
		this.failed = false;
		this.lastAnswer = time;
		return time - this.end >= 0 || complete.getAsBoolean();
	}

}
