package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;

/**
 * Paces the retries of a write that failed because another process has changed the same
 * record. Pauses have a random length, so that competing processes do not retry at the
 * same time. Retries end at a deadline. For one thread.
 *
 * @since 0.1.0
 */
public final class RetryBackoff {

	private static final int MAX_PAUSE_MILLIS = 32;

	private final String what;

	private final Duration timeout;

	private final long begun = System.nanoTime();

	private int pauseMillis = 1;

	/**
	 * Creates a back-off and starts its time.
	 * @param what the record that other processes may be changing, for the error message
	 * @param timeout the time for all retries, from now on
	 */
	public RetryBackoff(String what, Duration timeout) {
		this.what = what;
		this.timeout = timeout;
	}

	/**
	 * Returns whether a part of the time has passed.
	 * @param part the part, {@code 0.5} for half of the time
	 * @return whether it has passed
	 */
	public boolean isOver(double part) {
		return System.nanoTime() - this.begun > this.timeout.toNanos() * part;
	}

	/**
	 * Waits before the next attempt.
	 * @throws OperationTimeoutException if the time has passed
	 * @throws CoordinationInterruptedException if the thread is interrupted
	 */
	public void pause() {
		if (isOver(1)) {
			throw new OperationTimeoutException("Other processes kept changing " + this.what + " for "
					+ this.timeout.toMillis() + " ms. The change was not made: retry it", null);
		}
		try {
			Thread.sleep(ThreadLocalRandom.current().nextInt(this.pauseMillis + 1));
			this.pauseMillis = Math.min(MAX_PAUSE_MILLIS, 2 * this.pauseMillis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while changing " + this.what, ex);
		}
	}

}
