package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
import io.servicegroup.tooz.concurrent.Heart;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manages the leases of a coordinator's locks. Heartbeats renew them. A separate watchdog
 * thread ends leases that were not renewed in time, even while a heartbeat hangs.
 */
class LockManager {

	private static final Logger logger = LoggerFactory.getLogger(LockManager.class);

	/** The maximum wait for a renewal in progress, which is interrupted then. */
	private static final Duration STOP_TIMEOUT = Duration.ofMillis(300);

	/** More than there are threads. */
	private static final int TRIES = Integer.MAX_VALUE;

	private static final String BROKEN_OR_EXPIRED = "it was broken, or expired";

	/** A lease ends when it is removed; the thread that does so notifies the owner. */
	private final Set<LockLease> held = ConcurrentHashMap.newKeySet();

	private final AbandonedLocks abandoned = new AbandonedLocks(this::nanoTime);

	/** Actions for which no thread could be started. */
	private final Queue<Runnable> unstarted = new ConcurrentLinkedQueue<>();

	private final ScheduledThreadPoolExecutor watchdog;

	private final LeaseChecks checks = new LeaseChecks(this::nanoTime, this::checkAll, this::expire);

	private volatile boolean open = true;

	/** The time between two renewals, if this renews locks without heartbeats. */
	private @Nullable Supplier<Duration> interval;

	/** Runs from the first lock until the coordinator stops. */
	private @Nullable Heart renewal;

	private volatile long renewedAt;

	private final RenewalRefusals refusals = new RenewalRefusals();

	/** A permit for each try in progress, which the store may have granted already. */
	private final Semaphore tries = new Semaphore(TRIES);

	LockManager() {
		this.watchdog = DaemonThreads.timer("servicegroup-locks");
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

	/**
	 * Makes {@link #close} wait until {@link #endTry}. The caller then calls
	 * {@link #requireOpen}.
	 */
	void beginTry() {
		this.tries.acquireUninterruptibly();
	}

	void endTry() {
		this.tries.release();
	}

	/**
	 * Registers a lease until it ends. Throws once this is closed, so that {@link #close}
	 * misses no lease.
	 */
	void keep(LockLease lease) {
		synchronized (this) {
			requireOpen();
			this.held.add(lease);
			startRenewal();
		}
		try {
			this.checks.soon(lease.nanosToCheck());
		}
		catch (Error ex) {
			// A lock must not be held without the watchdog.
			if (end(lease)) {
				this.abandoned.add(lease.contender());
				lease.owner().ended(lease);
			}
			throw ex;
		}
	}

	/**
	 * Starts to renew locks on a separate thread when no heartbeat does.
	 * @param time the time between two renewals
	 */
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

	private void checkAll() {
		try {
			this.held.forEach(this::check);
		}
		finally {
			this.checks.within(this.held.stream().mapToLong(LockLease::nanosToCheck).min().orElse(Long.MAX_VALUE));
		}
	}

	private void check(LockLease lease) {
		try {
			if (lease.contender().isVisiblyLost()) {
				lose(lease, "the store has ended the session that held it");
			}
			isHeld(lease);
		}
		catch (RuntimeException | Error ex) {
			// The other locks must be checked, too.
			logger.debug("Check of a lock failed; the next one retries it", ex);
		}
	}

	/** Schedules the check whether leases have expired. */
	@Nullable Future<?> expire(long nanos, Runnable check) {
		return this.watchdog.schedule(check, nanos, TimeUnit.NANOSECONDS);
	}

	/** Returns the monotonic time that leases are measured by. */
	long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * Runs an action on a new thread. If no thread can be started, the next renewal
	 * retries.
	 */
	void async(Runnable action) {
		try {
			DaemonThreads.named("servicegroup-lost").newThread(action).start();
		}
		catch (Error ex) {
			this.unstarted.add(action);
			logger.warn(
					"Thread for a lost lock cannot be started: its onLost actions run late; retrying with the next "
							+ "heartbeat. Check the limits of threads and memory of this process. Cause: {}",
					ex.toString());
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

	/**
	 * Returns whether a lease is held, without calling the store. Ends a lease that is
	 * not certain.
	 */
	boolean isHeld(LockLease lease) {
		if (!lease.isCertain()) {
			lose(lease, "it could not be renewed in time");
		}
		return this.held.contains(lease);
	}

	/**
	 * Returns whether a lease is held, as the store reports. Ends a lease that the store
	 * does not have.
	 */
	boolean isStillHeld(LockLease lease) {
		if (isHeld(lease) && !lease.isHeld()) {
			lose(lease, BROKEN_OR_EXPIRED);
		}
		return this.held.contains(lease);
	}

	private void lose(LockLease lease, String why) {
		if (end(lease)) {
			lease.owner().ended(lease);
			lease.owner().lost(why);
			// The store may still hold the lock.
			async(() -> releaseLost(lease.contender()));
		}
	}

	/** Ends a lease in memory. Returns {@code true} for the first call only. */
	private boolean end(LockLease lease) {
		return this.held.remove(lease);
	}

	/**
	 * Ends a lease, then releases it in the store. If the store does not have it any
	 * more, it was lost before. An interrupt does not keep the lock from being released.
	 */
	boolean release(LockLease lease) {
		boolean wasCertain = lease.isCertain();
		if (!end(lease)) {
			return false;
		}
		boolean released = true;
		try {
			released = Uninterruptibly.call(lease::release, wasCertain);
			return released;
		}
		catch (CoordinationException ex) {
			this.abandoned.add(lease.contender());
			throw ex;
		}
		finally {
			lease.owner().ended(lease);
			if (!released) {
				lease.owner().lost(BROKEN_OR_EXPIRED);
			}
		}
	}

	/** Releases the lock of a lost lease. The next renewal retries a failed release. */
	private void releaseLost(LockContender contender) {
		releaseOr(contender, this.abandoned::add);
	}

	/** Releases what a failed try may have left in the store, as {@link #releaseLost}. */
	void releaseTry(LockContender contender) {
		releaseOr(contender, this.abandoned::addTry);
	}

	private static void releaseOr(LockContender contender, Consumer<LockContender> onFailure) {
		try {
			Uninterruptibly.call(contender::release, false);
		}
		catch (CoordinationException ex) {
			logger.debug("Release of a lock failed; retrying with the next renewal", ex);
			onFailure.accept(contender);
		}
	}

	/**
	 * Renews all leases, in one round trip if the backend can. Stops at the first call
	 * that the store does not answer, as each further call would wait for its deadline.
	 */
	void renew() {
		startUnstarted();
		long begun = nanoTime();
		Deque<LockLease.Renewal> started = new ArrayDeque<>();
		RenewalRefusals.Round round = this.refusals.new Round();
		try {
			for (LockLease lease : this.held) {
				round.run(() -> {
					if (isHeld(lease)) {
						started.add(lease.startRenewal());
					}
				});
			}
			while (!started.isEmpty()) {
				round.run(() -> finish(started.remove()));
			}
		}
		finally {
			started.forEach(LockLease.Renewal::end);
		}
		this.abandoned.release();
		round.end();
		this.renewedAt = begun;
	}

	private void finish(LockLease.Renewal renewal) {
		boolean held;
		try {
			held = renewal.await();
		}
		finally {
			renewal.end();
		}
		if (!held) {
			lose(renewal.lease(), BROKEN_OR_EXPIRED);
		}
	}

	/**
	 * Ends all waits and releases all locks. Throws the first error of the store. Waits
	 * for tries in progress, which release a lock that they are granted.
	 * @param timeout the maximum wait for tries in progress
	 */
	void close(Duration timeout) {
		disable();
		this.held.forEach(this::release);
		awaitTries(timeout);
	}

	/** Waits until no try is in progress, also if the thread is interrupted. */
	void awaitTries(Duration timeout) {
		long end = System.nanoTime() + timeout.toNanos();
		Uninterruptibly.call(() -> {
			try {
				boolean ended = this.tries.tryAcquire(TRIES, end - System.nanoTime(), TimeUnit.NANOSECONDS);
				this.tries.release(ended ? TRIES : 0);
				return ended;
			}
			catch (InterruptedException ex) {
				throw new CoordinationInterruptedException("Interrupted while waiting for the tries of locks", ex);
			}
		});
	}

	/**
	 * Ends all leases in memory. Locks that the store still has end with their timeout.
	 */
	void forget() {
		disable();
		this.held.forEach((lease) -> {
			if (end(lease)) {
				lease.owner().ended(lease);
			}
		});
	}

	private void disable() {
		Heart last;
		synchronized (this) {
			this.open = false;
			last = this.renewal;
			this.renewal = null;
		}
		this.checks.cancel();
		if (last != null) {
			last.stop(STOP_TIMEOUT);
		}
	}

}
