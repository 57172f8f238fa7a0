package io.servicegroup.tooz;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The locks that a coordinator holds: the heart renews them, and a thread of their own
 * gives up those that could not be renewed, even while the heart hangs in a call.
 */
class HeldLocks {

	private static final Logger logger = LoggerFactory.getLogger(HeldLocks.class);

	private final Set<BackendLock> held = ConcurrentHashMap.newKeySet();

	/** Holds that ended here, but perhaps not in the store. */
	private final Queue<StoreLock> abandoned = new ConcurrentLinkedQueue<>();

	/** What no thread could be started for. */
	private final Queue<Runnable> unstarted = new ConcurrentLinkedQueue<>();

	private final ScheduledThreadPoolExecutor watchdog;

	private volatile boolean open = true;

	/** How many may just now be given a lock by the store, and not know it yet. */
	private int tries;

	HeldLocks() {
		this.watchdog = new ScheduledThreadPoolExecutor(1, Daemons.named("servicegroup-locks"));
		this.watchdog.setRemoveOnCancelPolicy(true);
		// No thread without a lock, and none to end when the coordinator stops.
		this.watchdog.setKeepAliveTime(1, TimeUnit.SECONDS);
		this.watchdog.allowCoreThreadTimeOut(true);
	}

	synchronized void open() {
		this.open = true;
		this.abandoned.clear();
	}

	void requireOpen() {
		if (!this.open) {
			throw new ToozError("The coordinator has been stopped", null);
		}
	}

	/** Has {@link #close} wait for the caller, who then asks {@link #requireOpen}. */
	synchronized void beginTry() {
		this.tries++;
	}

	synchronized void endTry() {
		this.tries--;
		notifyAll();
	}

	/** Either this throws, or {@link #close} finds the lock. */
	synchronized void add(BackendLock lock) {
		requireOpen();
		this.held.add(lock);
	}

	void remove(BackendLock lock) {
		this.held.remove(lock);
	}

	/** Has a hold's end found out in time. */
	@Nullable Future<?> expire(long nanos, Runnable check) {
		return (nanos != Long.MAX_VALUE) ? this.watchdog.schedule(check, nanos, TimeUnit.NANOSECONDS) : null;
	}

	/** The time by which holds end: monotonic. */
	long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Has something done for which nobody here may wait; with the next heartbeat where no
	 * thread can be started now.
	 */
	void apart(Runnable action) {
		try {
			Daemons.named("servicegroup-lost").newThread(action).start();
		}
		catch (Error ex) {
			this.unstarted.add(action);
			logger.warn("Thread for the loss of a lock cannot be started: its listeners are notified late; retrying "
					+ "with the next heartbeat. Cause: {}", ex.toString());
		}
	}

	private void startUnstarted() {
		for (int left = this.unstarted.size(); left > 0; left--) {
			Runnable action = this.unstarted.poll();
			if (action != null) {
				apart(action);
			}
		}
	}

	/** The store may still think that the contender holds the lock, or waits for it. */
	void abandon(StoreLock contender) {
		this.abandoned.add(contender);
	}

	/** Gives back and logs instead of throwing, for who has something else to tell. */
	void withdraw(StoreLock contender) {
		try {
			contender.release();
		}
		catch (ToozError ex) {
			logger.debug("A lock is given back later", ex);
			abandon(contender);
		}
	}

	/**
	 * Renews all; gives up at the first call that the store does not answer, as the rest
	 * would only cost their deadlines.
	 */
	void renew() {
		startUnstarted();
		@Nullable ToozError first = null;
		for (BackendLock lock : this.held) {
			try {
				lock.renew();
			}
			catch (ToozConnectionError | OperationTimedOut ex) {
				throw ex;
			}
			catch (ToozError ex) {
				first = (first != null) ? first : ex;
			}
		}
		releaseAbandoned();
		if (first != null) {
			throw first;
		}
	}

	private void releaseAbandoned() {
		for (StoreLock contender = this.abandoned.poll(); contender != null; contender = this.abandoned.poll()) {
			try {
				contender.release();
			}
			catch (ToozConnectionError | OperationTimedOut ex) {
				abandon(contender);
				throw ex;
			}
			catch (ToozError ex) {
				logger.debug("A lock is left to its timeout", ex);
			}
		}
	}

	/**
	 * Ends all waiting, and releases all; throws the store's first error. Who is given a
	 * lock only now gives it back before this returns, as long as the patience lasts.
	 * @param patience how long a call may take
	 */
	void close(Duration patience) {
		shut();
		this.held.forEach(BackendLock::releaseWholly);
		awaitTries(patience);
	}

	synchronized void awaitTries(Duration patience) {
		long end = System.nanoTime() + patience.toNanos();
		try {
			for (long left = patience.toNanos(); this.tries > 0 && left > 0; left = end - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What could not be released ends with its timeout. */
	void forget() {
		shut();
		this.held.forEach(BackendLock::forget);
	}

	private synchronized void shut() {
		this.open = false;
	}

}
