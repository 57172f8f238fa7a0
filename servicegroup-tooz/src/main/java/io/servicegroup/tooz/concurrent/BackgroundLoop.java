package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongUnaryOperator;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs rounds of work on one daemon thread: the first at once, the others when they are
 * due. Only {@link #stop} ends it. A round that throws, even an {@link Error}, is retried
 * after a fifth of the time until the next one, at least 50 ms and at most 1 s, with
 * jitter. Thread-safe.
 */
public class BackgroundLoop implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundLoop.class);

	private static final long LONGEST_RETRY = Duration.ofSeconds(1).toNanos();

	private static final long SHORTEST_RETRY = Duration.ofMillis(50).toNanos();

	private final Runnable round;

	private final LongUnaryOperator due;

	private final Object pause = new Object();

	private boolean runNow;

	private boolean stopped;

	/** Whether an Error was logged since the last good round; used on the thread only. */
	private boolean erring;

	private final Thread thread;

	/**
	 * Creates a loop that is not started.
	 * @param name the thread's name
	 * @param round one round, which bounds its own time
	 * @param due returns when the next round is due, given when the last one began, both
	 * as by {@link System#nanoTime()}; called after each round
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
	 * Runs a round now, or after the one under way, instead of when it is due.
	 */
	public void runNow() {
		synchronized (this.pause) {
			this.runNow = true;
			this.pause.notifyAll();
		}
	}

	/**
	 * Lets no further round begin. Does not wait for the one under way.
	 */
	public void stop() {
		synchronized (this.pause) {
			this.stopped = true;
			this.pause.notifyAll();
		}
	}

	/**
	 * Stops and waits for a round under way, which is interrupted when two thirds of the
	 * timeout are over.
	 * @param timeout how long to wait at most
	 * @return whether the thread has ended: no round comes after this
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
	 * Stops; waits for a second at most.
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
			this.erring = false;
			return true;
		}
		catch (Throwable ex) {
			// An Error too: an OutOfMemoryError that passes must not end the loop.
			log(ex);
			return false;
		}
	}

	/** A round logs itself what it expects; an Error it does not. */
	private void log(Throwable failure) {
		try {
			if (failure instanceof Error && !this.erring) {
				this.erring = true;
				logger.warn("Round of thread {} failed; retrying within a second", this.thread.getName(), failure);
			}
			else {
				logger.debug("Round of thread {} failed", this.thread.getName(), failure);
			}
		}
		catch (Throwable ex) {
			// Short of memory, logging fails as well. The loop goes on all the same.
		}
	}

	private long next(long begun, boolean done) {
		try {
			long interval = this.due.applyAsLong(begun) - begun;
			return begun + (done ? interval : retryDelay(interval));
		}
		catch (Throwable ex) {
			return begun + LONGEST_RETRY;
		}
	}

	private static long retryDelay(long interval) {
		long delay = Math.max(SHORTEST_RETRY, Math.min(LONGEST_RETRY, interval / 5));
		return delay * ThreadLocalRandom.current().nextInt(75, 101) / 100;
	}

	private boolean pauseUntil(long due) {
		synchronized (this.pause) {
			long left = due - System.nanoTime();
			while (!this.stopped && !this.runNow && left > 0) {
				try {
					// Rounded up: a wait of 0 ms would be one without end.
					this.pause.wait(left / 1_000_000 + 1);
				}
				catch (InterruptedException ex) {
					logger.debug("Thread {} goes on when interrupted", this.thread.getName());
				}
				left = due - System.nanoTime();
			}
			this.runNow = false;
			return !this.stopped;
		}
	}

}
