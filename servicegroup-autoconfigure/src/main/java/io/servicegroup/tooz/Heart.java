package io.servicegroup.tooz;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Beats on a thread of its own, at once and then on schedule, until it is stopped;
 * nothing else ends it. A beat that throws is tried again after a fifth of the interval,
 * at least 50 ms and at most 1 s, with jitter.
 */
public final class Heart implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Heart.class);

	private static final Duration LONGEST_RETRY = Duration.ofSeconds(1);

	private static final Duration SHORTEST_RETRY = Duration.ofMillis(50);

	private final Runnable beat;

	private final Supplier<Duration> interval;

	private final Object pause = new Object();

	private boolean beatNow;

	private boolean stopped;

	/** Whether an Error was logged since the last good beat; used on the thread only. */
	private boolean erring;

	private final Thread thread;

	/**
	 * Creates a heart that does not beat yet.
	 * @param name the thread's name
	 * @param beat one beat; it bounds its own time
	 * @param interval the time from one beat's start to the next one's, asked after each
	 * beat
	 */
	public Heart(String name, Runnable beat, Supplier<Duration> interval) {
		this.beat = beat;
		this.interval = interval;
		this.thread = new Thread(this::run, name);
		this.thread.setDaemon(true);
	}

	/**
	 * Starts beating. May be called once.
	 */
	public void start() {
		this.thread.start();
	}

	/**
	 * Beats now instead of when the next beat is due.
	 */
	public void beatNow() {
		synchronized (this.pause) {
			this.beatNow = true;
			this.pause.notifyAll();
		}
	}

	/**
	 * Stops beating and waits for a beat under way, which is interrupted when two thirds
	 * of the patience are over.
	 * @param patience how long to wait at most
	 * @return whether the thread has ended: no beat comes after this
	 */
	public boolean stop(Duration patience) {
		synchronized (this.pause) {
			this.stopped = true;
			this.pause.notifyAll();
		}
		try {
			long third = Math.max(1, patience.toMillis() / 3);
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

	@Override
	public void close() {
		stop(LONGEST_RETRY);
	}

	private void run() {
		long due = System.nanoTime();
		while (pauseUntil(due)) {
			long begun = System.nanoTime();
			due = begun + nanosUntilNext(beatOnce());
		}
	}

	private boolean beatOnce() {
		try {
			this.beat.run();
			this.erring = false;
			return true;
		}
		catch (Throwable ex) {
			// An Error too: an OutOfMemoryError that passes must not cost the membership.
			log(ex);
			return false;
		}
	}

	/** A beat logs itself what it expects; an Error it does not. */
	private void log(Throwable failure) {
		try {
			if (failure instanceof Error && !this.erring) {
				this.erring = true;
				logger.warn("Round of thread {} failed; retrying within a second", this.thread.getName(), failure);
			}
			else {
				logger.debug("Heartbeat failed", failure);
			}
		}
		catch (Throwable ex) {
			// Short of memory, logging fails as well. The heart beats on all the same.
		}
	}

	/** A failing supplier must not end the heart either. */
	private long nanosUntilNext(boolean beaten) {
		try {
			return (beaten ? this.interval.get() : retryDelay()).toNanos();
		}
		catch (Throwable ex) {
			return LONGEST_RETRY.toNanos();
		}
	}

	private Duration retryDelay() {
		Duration fifth = this.interval.get().dividedBy(5);
		Duration delay = (fifth.compareTo(LONGEST_RETRY) > 0) ? LONGEST_RETRY
				: (fifth.compareTo(SHORTEST_RETRY) < 0) ? SHORTEST_RETRY : fifth;
		return delay.multipliedBy(ThreadLocalRandom.current().nextInt(75, 101)).dividedBy(100);
	}

	private boolean pauseUntil(long due) {
		synchronized (this.pause) {
			long left = due - System.nanoTime();
			while (!this.stopped && !this.beatNow && left > 0) {
				try {
					// Rounded up: a wait of 0 ms would be one without end.
					this.pause.wait(left / 1_000_000 + 1);
				}
				catch (InterruptedException ex) {
					logger.debug("The heart goes on when interrupted");
				}
				left = due - System.nanoTime();
			}
			this.beatNow = false;
			return !this.stopped;
		}
	}

}
