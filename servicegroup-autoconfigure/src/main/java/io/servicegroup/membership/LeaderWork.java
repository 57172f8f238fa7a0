package io.servicegroup.membership;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * The work that the application does as leader, which a resignation waits for.
 * Thread-safe.
 */
final class LeaderWork {

	/** A thread is listed once for each call. */
	private final List<Thread> running = new ArrayList<>();

	/** Runs work if this application leads, and returns whether it did. */
	boolean run(BooleanSupplier isLeader, Runnable work) {
		synchronized (this) {
			if (!isLeader.getAsBoolean()) {
				return false;
			}
			this.running.add(Thread.currentThread());
		}
		try {
			work.run();
			return true;
		}
		finally {
			synchronized (this) {
				this.running.remove(Thread.currentThread());
				notifyAll();
			}
		}
	}

	/**
	 * Waits until no other thread runs such work. To be called after the leadership has
	 * ended, so that no work starts.
	 * @param limit how long to wait
	 * @return whether all work has ended
	 */
	synchronized boolean await(Duration limit) {
		long deadline = System.nanoTime() + limit.toNanos();
		try {
			while (isRunning()) {
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					return false;
				}
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
			return true;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private boolean isRunning() {
		return this.running.stream().anyMatch((thread) -> thread != Thread.currentThread());
	}

}
