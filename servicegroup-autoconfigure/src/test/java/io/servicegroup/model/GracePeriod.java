package io.servicegroup.model;

/**
 * How long an observer may keep its last view after an outage that was so long that live
 * members have expired.
 */
final class GracePeriod {

	private static final long OUTAGE = World.TIMEOUT.toNanos() / 2;

	private boolean failed;

	private long answered;

	private long ends;

	GracePeriod(long now) {
		this.answered = now;
	}

	void failed() {
		this.failed = true;
	}

	/**
	 * Called when the store has answered. Returns whether the observer may ignore the
	 * answer.
	 */
	boolean lasts(long now, long bound) {
		if (this.failed && now - this.answered >= OUTAGE) {
			this.ends = now + bound;
		}
		this.failed = false;
		this.answered = now;
		return now < this.ends;
	}

}
