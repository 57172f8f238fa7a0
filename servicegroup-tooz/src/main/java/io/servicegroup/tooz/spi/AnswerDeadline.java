package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;

/**
 * The deadline of an answer. An answer that is still arriving is not silence: the time
 * counts from the last bytes that arrived on the connection. So a large answer over a
 * slow network is received, while a server that hangs is detected as fast as without one.
 * A pause of this process is not silence either: an answer may have arrived in it that no
 * thread has read yet. So a wait that ends late is prolonged once, by the time it was
 * late, but not by more than a deadline.
 *
 * @since 0.1.0
 */
public final class AnswerDeadline {

	/** The maximum time for an answer, in deadlines: a server may send for ever. */
	private static final int MAX_DEADLINES = 10;

	/** A wait that ends later than by this part of a deadline shows a pause. */
	private static final int PAUSE_PART = 10;

	private final long deadline;

	private final LongSupplier silence;

	/**
	 * Creates a deadline.
	 * @param deadline the time without any bytes after which a call fails
	 * @param silence returns the nanoseconds since bytes arrived on the connection
	 */
	public AnswerDeadline(Duration deadline, LongSupplier silence) {
		this.deadline = deadline.toNanos();
		this.silence = silence;
	}

	/**
	 * Waits for an answer, but not after ten deadlines.
	 * @param answer the answer to wait for
	 * @return whether it has arrived
	 * @throws InterruptedException if the thread is interrupted
	 */
	public boolean await(Answer answer) throws InterruptedException {
		long begun = System.nanoTime();
		boolean prolonged = false;
		for (long left = this.deadline; left > 0;) {
			long due = System.nanoTime() + left;
			if (answer.await(left)) {
				return true;
			}
			long now = System.nanoTime();
			left = Math.min(this.deadline - Math.min(now - begun, this.silence.getAsLong()),
					MAX_DEADLINES * this.deadline - (now - begun));
			long late = now - due;
			if (left <= 0 && !prolonged && late > this.deadline / PAUSE_PART) {
				prolonged = true;
				left = Math.min(late, this.deadline);
			}
		}
		return false;
	}

	/**
	 * An answer of the client library.
	 */
	@FunctionalInterface
	public interface Answer {

		/**
		 * Waits for the answer.
		 * @param nanos the maximum time, in nanoseconds
		 * @return whether it has arrived
		 * @throws InterruptedException if the thread is interrupted
		 */
		boolean await(long nanos) throws InterruptedException;

		/**
		 * Returns an answer that has arrived when a future is completed, also with a
		 * failure.
		 * @param future the future
		 * @return the answer
		 */
		static Answer of(Future<?> future) {
			return (nanos) -> {
				try {
					future.get(nanos, TimeUnit.NANOSECONDS);
					return true;
				}
				catch (ExecutionException ex) {
					return true;
				}
				catch (TimeoutException ex) {
					return false;
				}
			};
		}

	}

}
