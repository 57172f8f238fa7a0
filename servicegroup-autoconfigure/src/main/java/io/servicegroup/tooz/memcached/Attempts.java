package io.servicegroup.tooz.memcached;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.OperationTimedOut;

/**
 * How often to try again what another process was faster at: until the deadline, with
 * short pauses of random length, so that many who start at once do not keep step.
 */
final class Attempts {

	private static final int LONGEST_PAUSE_MILLIS = 32;

	private final String what;

	private final Duration patience;

	private final long begun = System.nanoTime();

	private int pauseMillis = 1;

	Attempts(String what, Duration patience) {
		this.what = what;
		this.patience = patience;
	}

	/** Whether this much of the time is over: {@code 0.5} for half of it. */
	boolean isOver(double part) {
		return System.nanoTime() - this.begun > this.patience.toNanos() * part;
	}

	/**
	 * Waits before the next attempt.
	 * @throws OperationTimedOut if the time is over
	 */
	void pause() {
		if (isOver(1)) {
			throw new OperationTimedOut("Other processes kept changing " + this.what + " for " + this.patience, null);
		}
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(this.pauseMillis + 1));
			this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * this.pauseMillis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimedOut("Interrupted while changing " + this.what, ex);
		}
	}

}
