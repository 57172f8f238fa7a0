package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.OperationTimeoutException;

/**
 * How often to try again what another process was faster at: until the deadline, with
 * short pauses of random length, so that many who start at once do not keep step.
 */
public final class RetryBackoff {

	private static final int LONGEST_PAUSE_MILLIS = 32;

	private final String what;

	private final Duration patience;

	private final long begun = System.nanoTime();

	private int pauseMillis = 1;

	/**
	 * Begins them.
	 * @param what what others may be changing, to be named when the time is over
	 * @param patience how much time there is, from now on
	 */
	public RetryBackoff(String what, Duration patience) {
		this.what = what;
		this.patience = patience;
	}

	/**
	 * Tells how far the time has gone.
	 * @param part how much of it, {@code 0.5} for half
	 * @return whether so much is over
	 */
	public boolean isOver(double part) {
		return System.nanoTime() - this.begun > this.patience.toNanos() * part;
	}

	/**
	 * Waits before the next attempt.
	 * @throws OperationTimeoutException if the time is over
	 */
	public void pause() {
		if (isOver(1)) {
			throw new OperationTimeoutException("Other processes kept changing " + this.what + " for " + this.patience,
					null);
		}
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(this.pauseMillis + 1));
			this.pauseMillis = Math.min(LONGEST_PAUSE_MILLIS, 2 * this.pauseMillis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new OperationTimeoutException("Interrupted while changing " + this.what, ex);
		}
	}

}
