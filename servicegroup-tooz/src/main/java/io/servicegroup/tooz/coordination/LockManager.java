package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the leases of a coordinator's locks: the heart renews them, and a thread of its
 * own ends those that could not be renewed, even while the heart hangs in a call.
 */
class LockManager {

	private static final Logger logger = LoggerFactory.getLogger(LockManager.class);

	/** For a renewal under way, which is interrupted then. */
	private static final Duration STOP_TIMEOUT = Duration.ofMillis(300);

	/** The lease that leaves this set has ended: the one who removed it reports that. */
	private final Set<LockLease> held = ConcurrentHashMap.newKeySet();

	/** Leases that ended here, but perhaps not in the store. */
	private final Queue<LockContender> abandoned = new ConcurrentLinkedQueue<>();

	/** Actions for which no thread could be started. */
	private final Queue<Runnable> unstarted = new ConcurrentLinkedQueue<>();

	private final ScheduledThreadPoolExecutor watchdog;

	private volatile boolean open = true;

	/** Where this renews by itself, the time between two renewals. */
	private @Nullable Supplier<Duration> interval;

	/** Runs from the first lock to the end. */
	private @Nullable Heart renewal;

	private volatile long renewedAt;

	/** How many may just now be granted a lock by the store, and not know it yet. */
	private int tries;

	LockManager() {
		this.watchdog = new ScheduledThreadPoolExecutor(1, DaemonThreads.named("servicegroup-locks"));
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
			throw new CoordinationException("The coordinator has been stopped", null);
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

	/** Keeps a lease until it ends. Either this throws, or {@link #close} finds it. */
	void keep(LockLease lease) {
		synchronized (this) {
			requireOpen();
			this.held.add(lease);
			startRenewal();
		}
		try {
			watch(lease);
		}
		catch (Error ex) {
			// Without a watchdog there is no lock.
			if (end(lease)) {
				this.abandoned.add(lease.contender());
				lease.owner().ended(lease);
			}
			throw ex;
		}
	}

	/** From now on renews on a thread of its own what no heartbeat renews. */
	synchronized void renewBy(Supplier<Duration> time) {
		this.renewedAt = nanoTime();
		this.interval = time;
	}

	private void startRenewal() {
		Supplier<Duration> time = this.interval;
		if (time != null && this.renewal == null) {
			this.renewal = new Heart("servicegroup-renewal", () -> renewUnlessRenewed(time.get()), time);
			this.renewal.start();
		}
	}

	private void renewUnlessRenewed(Duration time) {
		if (nanoTime() - this.renewedAt > time.toNanos() / 10 * 9) {
			renew();
		}
	}

	private void watch(LockLease lease) {
		lease.expiresBy(expire(lease.nanosLeft(), () -> {
			if (isHeld(lease)) {
				watch(lease);
			}
		}));
	}

	/** Has a lease's end found out in time. */
	@Nullable Future<?> expire(long nanos, Runnable check) {
		return (nanos != Long.MAX_VALUE) ? this.watchdog.schedule(check, nanos, TimeUnit.NANOSECONDS) : null;
	}

	/** The time by which leases end: monotonic. */
	long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Runs something for which nothing here may wait; with the next renewal if no thread
	 * can be started now.
	 */
	void async(Runnable action) {
		try {
			DaemonThreads.named("servicegroup-lost").newThread(action).start();
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
				async(action);
			}
		}
	}

	/** Whether a lease has not ended, from memory; ends one that is not certain. */
	boolean isHeld(LockLease lease) {
		if (!lease.isCertain()) {
			lose(lease, "it could not be renewed in time");
		}
		return this.held.contains(lease);
	}

	/**
	 * Whether a lease has not ended, as the store answers; ends one that the store lacks.
	 */
	boolean isStillHeld(LockLease lease) {
		if (isHeld(lease) && !lease.isHeld()) {
			lose(lease, "it was broken, or expired");
		}
		return this.held.contains(lease);
	}

	private void lose(LockLease lease, String why) {
		if (end(lease)) {
			lease.owner().ended(lease);
			lease.owner().lost(why);
			// The store may not know yet that it is lost.
			async(() -> withdraw(lease.contender()));
		}
	}

	/** Ends a lease in memory; returns {@code true} once. */
	private boolean end(LockLease lease) {
		if (!this.held.remove(lease)) {
			return false;
		}
		lease.cancelExpiry();
		return true;
	}

	/** Ends a lease, then releases it in the store. */
	boolean release(LockLease lease) {
		if (!end(lease)) {
			return false;
		}
		try {
			return lease.release();
		}
		catch (CoordinationException ex) {
			this.abandoned.add(lease.contender());
			throw ex;
		}
		finally {
			lease.owner().ended(lease);
		}
	}

	/**
	 * Releases and logs instead of throwing; what fails is tried again with a renewal.
	 */
	void withdraw(LockContender contender) {
		try {
			contender.release();
		}
		catch (CoordinationException ex) {
			logger.debug("A lock is released later", ex);
			this.abandoned.add(contender);
		}
	}

	/**
	 * Renews all; gives up at the first call that the store does not answer, as the rest
	 * would only cost their deadlines.
	 */
	void renew() {
		startUnstarted();
		long begun = nanoTime();
		@Nullable CoordinationException first = null;
		for (LockLease lease : this.held) {
			try {
				if (isHeld(lease) && !lease.renew()) {
					lose(lease, "it was broken, or expired");
				}
			}
			catch (StoreUnavailableException | OperationTimeoutException ex) {
				throw ex;
			}
			catch (CoordinationException ex) {
				first = (first != null) ? first : ex;
			}
		}
		releaseAbandoned();
		if (first != null) {
			throw first;
		}
		this.renewedAt = begun;
	}

	private void releaseAbandoned() {
		for (LockContender contender = this.abandoned.poll(); contender != null; contender = this.abandoned.poll()) {
			try {
				contender.release();
			}
			catch (StoreUnavailableException | OperationTimeoutException ex) {
				this.abandoned.add(contender);
				throw ex;
			}
			catch (CoordinationException ex) {
				logger.debug("A lock is left to its timeout", ex);
			}
		}
	}

	/**
	 * Ends all waiting, and releases all; throws the store's first error. A lock that is
	 * granted only now is released before this returns, as long as the time lasts.
	 * @param timeout how long a call may take
	 */
	void close(Duration timeout) {
		shut();
		this.held.forEach(this::release);
		awaitTries(timeout);
	}

	synchronized void awaitTries(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		try {
			for (long left = timeout.toNanos(); this.tries > 0 && left > 0; left = end - System.nanoTime()) {
				TimeUnit.NANOSECONDS.timedWait(this, left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Ends all in memory; what could not be released ends with its timeout. */
	void forget() {
		shut();
		this.held.forEach((lease) -> {
			if (end(lease)) {
				lease.owner().ended(lease);
			}
		});
	}

	private void shut() {
		Heart last;
		synchronized (this) {
			this.open = false;
			last = this.renewal;
			this.renewal = null;
		}
		if (last != null) {
			last.stop(STOP_TIMEOUT);
		}
	}

}
