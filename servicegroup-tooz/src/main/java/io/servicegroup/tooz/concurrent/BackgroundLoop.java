package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds of work on one daemon thread: the first immediately, the others when they
 * are due. Only {@link #stop} ends the loop. A round that throws, even an {@link Error},
 * is retried after a fifth of the time until the next round. This delay is at least 50 ms
 * and at most 1 s, minus up to a quarter at random. Thread-safe.
 *
 * @since 0.1.0
 */
public class BackgroundLoop implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundLoop.class);

	private static final long MAX_RETRY_DELAY = Duration.ofSeconds(1).toNanos();

	private static final long MIN_RETRY_DELAY = Duration.ofMillis(50).toNanos();

	private final Runnable round;

	private final LongUnaryOperator due;

	private final Object pause = new Object();

	private boolean runNow;

	private boolean stopped;

	/**
	 * Whether an Error was logged since the last successful round. Used on the thread
	 * only.
	 */
	private boolean errorLogged;

	private final Thread thread;

	/**
	 * Creates a loop that is not started.
	 * @param name the thread's name
	 * @param round one round; it must limit its own time
	 * @param due takes the time at which the last round began, and returns the time at
	 * which the next one is due, both as {@link System#nanoTime()}; called after each
	 * round
	 */
	public BackgroundLoop(String name, Runnable round, LongUnaryOperator due) {
		this.round = round;
		this.due = due;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Starts the thread. May be called once.
	 */
	public void start() {
		this.thread.start();
	}

	/**
	 * Runs the next round now, or after the current one, instead of when it is due.
	 */
	public void runNow() {
		synchronized (this.pause) {
			this.runNow = true;
			this.pause.notifyAll();
		}
	}

	/**
	 * Stops the loop: no further round begins. Does not wait for the current round.
	 */
	public void stop() {
		synchronized (this.pause) {
			this.stopped = true;
			this.pause.notifyAll();
		}
	}

	/**
	 * Stops the loop and waits for the current round. Interrupts the round after two
	 * thirds of the timeout.
	 * @param timeout the maximum time to wait
	 * @return whether the thread has ended
	 */
	public boolean stop(Duration timeout) {
		stop();
		try {
			long third = Math.max(1, timeout.toMillis() / 3);
			this.thread.join(2 * third);
			if (this.thread.isAlive()) {
				this.thread.interrupt();
				this.thread.join(third);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return !this.thread.isAlive();
	}

	/**
	 * Stops the loop. Waits for the current round for at most a second.
	 */
	@Override
	public void close() {
		stop(Duration.ofSeconds(1));
	}

	private void run() {
		long next = System.nanoTime();
		while (pauseUntil(next)) {
			long begun = System.nanoTime();
			next = next(begun, runOnce());
		}
	}

	private boolean runOnce() {
		try {
			this.round.run();
			this.errorLogged = false;
			return true;
		}
		catch (Throwable ex) {
			// Also an Error: a temporary OutOfMemoryError must not end the loop.
			log(ex);
			return false;
		}
	}

	/**
	 * Logs a failed round. A warning only for an Error: a round logs other failures
	 * itself.
	 */
	private void log(Throwable failure) {
		try {
			if (failure instanceof Error && !this.errorLogged) {
				this.errorLogged = true;
				logger.warn(
						"Round of thread {} failed: its work was not done; retrying within a second. If this repeats, see the "
								+ "stack trace for the missing resource, such as memory or threads",
						this.thread.getName(), failure);
			}
			else {
				logger.debug("Round of thread {} failed", this.thread.getName(), failure);
			}
		}
		catch (Throwable ex) {
			// When memory is exhausted, logging fails as well. The loop continues.
		}
	}

	private long next(long begun, boolean done) {
		try {
			long interval = this.due.applyAsLong(begun) - begun;
			return begun + (done ? interval : retryDelay(interval));
		}
		catch (Throwable ex) {
			return begun + MAX_RETRY_DELAY;
		}
	}

	private static long retryDelay(long interval) {
		long delay = Math.max(MIN_RETRY_DELAY, Math.min(MAX_RETRY_DELAY, interval / 5));
		return delay * ThreadLocalRandom.current().nextInt(75, 101) / 100;
	}

	private boolean pauseUntil(long due) {
		synchronized (this.pause) {
			long left = due - System.nanoTime();
			while (!this.stopped && !this.runNow && left > 0) {
				try {
					// Rounds up, as wait(0) has no time limit.
					this.pause.wait(left / 1_000_000 + 1);
				}
				catch (InterruptedException ex) {
					logger.debug("Interrupt of thread {} is ignored: only stop ends it", this.thread.getName());
				}
				left = due - System.nanoTime();
			}
			this.runNow = false;
			return !this.stopped;
		}
	}

}
