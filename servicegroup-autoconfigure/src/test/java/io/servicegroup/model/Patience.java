package io.servicegroup.model;

/**
 * How long an observer may keep a view that lacks nobody, after the store was away for so
 * long that members have expired who live.
 */
final class Patience {

	private static final long OUTAGE = World.TIMEOUT.toNanos() / 2;

	private boolean failed;

	private long answered;

	private long ends;

	Patience(long now) {
		this.answered = now;
	}

	void failed() {
		this.failed = true;
	}

	/** The store has answered: may what it says be left aside? */
	boolean lasts(long now, long bound) {
		if (this.failed && now - this.answered >= OUTAGE) {
			this.ends = now + bound;
		}
		this.failed = false;
		this.answered = now;
		return now < this.ends;
	}

}
