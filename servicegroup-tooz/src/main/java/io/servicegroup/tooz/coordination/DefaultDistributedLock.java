package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.CoordinationObserver.Activity;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.format.Printable;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements a lock over any backend. One thread at a time contends in the store; the
 * other threads that share this object wait in memory.
 */
final class DefaultDistributedLock implements DistributedLock, LeaderLock, LockLease.Owner {

	private static final Logger logger = LoggerFactory.getLogger(DistributedLock.class);

	/** The longest wait between two checks whether the coordinator was stopped. */
	private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

	/** The time for which a waiting thread tolerates a store that does not answer. */
	private static final long LONGEST_OUTAGE = TimeUnit.SECONDS.toNanos(30);

	private final String name;

	private final BackendConnection connection;

	private final Function<Backend, LockContender> contenders;

	private final LockManager locks;

	private final Semaphore permit = new Semaphore(1, true);

	private final List<Runnable> lostActions = new CopyOnWriteArrayList<>();

	private volatile @Nullable LockLease lease;

	private final CoordinationObserver observer;

	/** The time for which the lock is held. Ended once. */
	private final AtomicReference<Activity> hold = new AtomicReference<>(Activity.NONE);

	DefaultDistributedLock(String name, BackendConnection connection, Function<Backend, LockContender> contenders,
			LockManager locks, CoordinationObserver observer) {
		this.observer = observer;
		this.name = name;
		this.connection = connection;
		this.contenders = contenders;
		this.locks = locks;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public boolean acquire(boolean blocking) {
		return blocking ? acquire(Long.MAX_VALUE, false) : tryLock();
	}

	@Override
	public boolean acquire(Duration limit) {
		return acquire(nanos(limit), false);
	}

	@Override
	public boolean acquireShared(Duration limit) {
		this.connection.require(Feature.SHARED_LOCKS);
		return acquire(nanos(limit), true);
	}

	private static long nanos(Duration limit) {
		return Math.max(0, TimeUnit.NANOSECONDS.convert(limit));
	}

	private boolean acquire(long nanos, boolean shared) {
		try {
			return acquireInterruptibly(nanos, shared);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for lock '" + name() + "'", ex);
		}
	}

	@Override
	public boolean tryLock() {
		return Uninterruptibly.call(() -> acquire(0, false));
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		return acquireInterruptibly(Math.max(0, unit.toNanos(time)), false);
	}

	private boolean acquireInterruptibly(long nanos, boolean shared) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		long begun = this.locks.nanoTime();
		// Ends a lease that has expired, because the caller may be waiting for its
		// permit.
		LockLease current = current();
		if (shared && current != null && current.share()) {
			return true;
		}
		Activity wait = this.observer.lockWait(backend(), this.name);
		boolean acquired = false;
		@Nullable Throwable failure = null;
		try {
			acquired = acquireAlone(begun, nanos, shared);
			return acquired;
		}
		catch (Throwable ex) {
			failure = ex;
			throw ex;
		}
		finally {
			wait.end(acquired, failure);
		}
	}

	private boolean acquireAlone(long begun, long nanos, boolean shared) throws InterruptedException {
		// tryAcquire without a timeout does not queue behind other threads.
		if (!((nanos == 0) ? this.permit.tryAcquire() : this.permit.tryAcquire(nanos, TimeUnit.NANOSECONDS))) {
			return false;
		}
		boolean acquired = false;
		try {
			acquired = new Attempt(this.contenders.apply(this.connection.connected()), shared).contend(begun, nanos);
			return acquired;
		}
		finally {
			if (!acquired) {
				this.permit.release();
			}
		}
	}

	private String backend() {
		return this.connection.type().schemes().iterator().next();
	}

	/** Returns the lease, or {@code null} if it may have expired in the store. */
	private @Nullable LockLease current() {
		LockLease current = this.lease;
		return (current != null && this.locks.isHeld(current)) ? current : null;
	}

	@Override
	public void ended(LockLease ended) {
		this.lease = null;
		endHold();
		this.permit.release();
	}

	private void endHold() {
		this.hold.getAndSet(Activity.NONE).end(true, null);
	}

	@Override
	public void lost(String why) {
		this.observer.lockLost(backend(), this.name);
		logger.warn("Lock '{}' is lost: {}; its onLost actions run now. Check that heartbeats reach the store in time",
				Printable.of(this.name), Printable.of(why));
		this.lostActions.forEach((action) -> this.locks.async(() -> run(action)));
	}

	private void run(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			logger.error("onLost action of lock '{}' failed: it is not called again for this loss; the other actions "
					+ "still run. Fix the action", this.name, ex);
		}
	}

	@Override
	public boolean release() {
		LockLease current = this.lease;
		if (current == null) {
			return false;
		}
		return !current.unshare() || this.locks.release(current);
	}

	@Override
	public boolean breakLock() {
		this.connection.require(Feature.BREAKING);
		return this.contenders.apply(this.connection.connected()).breakHold();
	}

	@Override
	public boolean isAcquired() {
		return current() != null;
	}

	@Override
	public boolean isStillOwner() {
		LockLease current = this.lease;
		return current != null && this.locks.isStillHeld(current);
	}

	@Override
	public OptionalLong fencingToken() {
		LockLease current = current();
		if (current == null) {
			throw new CoordinationException(
					"Lock '" + this.name + "' is not held, so it has no fencing token. Acquire it first", null);
		}
		return this.connection.type().features().contains(Feature.FENCING)
				? OptionalLong.of(current.contender().fencingToken()) : OptionalLong.empty();
	}

	@Override
	public void onLost(Runnable action) {
		this.lostActions.add(action);
	}

	@Override
	public @Nullable Registration onReleased(Runnable wake) {
		return this.contenders.apply(this.connection.connected()).onReleased(wake);
	}

	@Override
	public String toString() {
		return "Lock '" + this.name + "'" + ((this.lease != null) ? ", held" : "");
	}

	/**
	 * One attempt to acquire the lock. After the store has answered once, the attempt
	 * survives an outage as short as a restart of the server.
	 */
	private final class Attempt {

		private final LockManager locks = DefaultDistributedLock.this.locks;

		private final LockContender contender;

		private final boolean shared;

		private @Nullable ReleaseWait wait;

		private @Nullable Long lastAnswer;

		Attempt(LockContender contender, boolean shared) {
			this.contender = contender;
			this.shared = shared;
		}

		/**
		 * Contends until the deadline.
		 * @param begun the start of the wait, by {@link LockManager#nanoTime()}
		 * @param nanos the maximum wait from then; zero for a single try
		 * @return whether the lock is held
		 */
		boolean contend(long begun, long nanos) throws InterruptedException {
			boolean kept = false;
			this.locks.beginTry();
			try {
				LockLease won = win(begun, nanos);
				if (won != null) {
					DefaultDistributedLock.this.lease = won;
					DefaultDistributedLock.this.hold.set(
							DefaultDistributedLock.this.observer.lockHold(backend(), DefaultDistributedLock.this.name));
					this.locks.keep(won);
					kept = true;
				}
				return kept;
			}
			finally {
				endWait();
				if (!kept) {
					DefaultDistributedLock.this.lease = null;
					endHold();
					this.locks.releaseTry(this.contender);
				}
				this.locks.endTry();
			}
		}

		/** A failure must not hide that the lock is held. */
		private void endWait() {
			try {
				if (this.wait != null) {
					this.wait.close();
				}
			}
			catch (RuntimeException | Error ex) {
				logger.debug("Waiting for a release of lock '{}' was not ended", DefaultDistributedLock.this.name, ex);
			}
		}

		private @Nullable LockLease win(long begun, long nanos) throws InterruptedException {
			try {
				while (true) {
					this.locks.requireOpen();
					LockLease won = tryOnce();
					long left = nanos - (this.locks.nanoTime() - begun);
					if (won != null || left <= 0) {
						return won;
					}
					awaitChance(Duration.ofNanos(Math.min(left, LONGEST_WAIT)));
				}
			}
			catch (StoreUnavailableException | OperationTimeoutException | CoordinationInterruptedException ex) {
				// The flag shows that an interrupt ended the call.
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				throw ex;
			}
		}

		private @Nullable LockLease tryOnce() {
			long tried = this.locks.nanoTime();
			try {
				boolean won = this.contender.tryAcquire(this.shared);
				this.lastAnswer = tried;
				return won ? new LockLease(this.contender, this.shared, DefaultDistributedLock.this, tried,
						this.locks::nanoTime) : null;
			}
			catch (StoreUnavailableException | OperationTimeoutException ex) {
				rethrowUnlessShort(ex);
				return null;
			}
		}

		/**
		 * Waits until another try may succeed. Does not count as a try meanwhile, so that
		 * it does not delay {@link LockManager#close}.
		 */
		private void awaitChance(Duration longest) throws InterruptedException {
			this.locks.endTry();
			try {
				if (this.wait == null) {
					this.wait = new ReleaseWait(this.contender);
				}
				this.wait.await(longest);
			}
			catch (StoreUnavailableException | OperationTimeoutException ex) {
				rethrowUnlessShort(ex);
				Thread.sleep(Math.min(longest.toMillis() + 1, 100));
			}
			finally {
				this.locks.beginTry();
			}
		}

		private void rethrowUnlessShort(CoordinationException outage) {
			Long answered = this.lastAnswer;
			if (answered == null || this.locks.nanoTime() - answered > LONGEST_OUTAGE
					|| Thread.currentThread().isInterrupted()) {
				throw outage;
			}
		}

	}

}
