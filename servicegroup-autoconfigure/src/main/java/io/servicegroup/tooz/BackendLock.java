package io.servicegroup.tooz;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock over any backend. One contender at a time goes to the store for it; the threads
 * that share this object wait for each other in memory.
 */
final class BackendLock extends WaitingLock {

	private static final Logger logger = LoggerFactory.getLogger(DistributedLock.class);

	private final String name;

	private final Supplier<StoreLock> contenders;

	private final Consumer<Feature> required;

	private final HeldLocks locks;

	private final Semaphore permit = new Semaphore(1, true);

	private final List<Runnable> lostActions = new CopyOnWriteArrayList<>();

	private volatile @Nullable Hold hold;

	private volatile @Nullable Future<?> expiry;

	BackendLock(String name, Supplier<StoreLock> contenders, Consumer<Feature> required, HeldLocks locks) {
		this.name = name;
		this.contenders = contenders;
		this.required = required;
		this.locks = locks;
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	boolean acquireInterruptibly(long nanos, boolean shared) throws InterruptedException {
		if (shared) {
			this.required.accept(Feature.SHARED_LOCKS);
		}
		long begun = this.locks.nanoTime();
		// Ends a hold that has expired, whose permit may be what is waited for.
		isAcquired();
		if (shared && shareOnceMore()) {
			return true;
		}
		// The one without a time does not queue behind others.
		if (!((nanos == 0) ? this.permit.tryAcquire() : this.permit.tryAcquire(nanos, TimeUnit.NANOSECONDS))) {
			return false;
		}
		boolean acquired = false;
		try {
			acquired = contend(begun, nanos, shared);
			return acquired;
		}
		finally {
			if (!acquired) {
				this.permit.release();
			}
		}
	}

	private synchronized boolean shareOnceMore() {
		Hold current = this.hold;
		if (current != null && current.isShared()) {
			current.add(1);
			return true;
		}
		return false;
	}

	private boolean contend(long begun, long nanos, boolean shared) throws InterruptedException {
		StoreLock contender = this.contenders.get();
		this.locks.beginTry();
		try {
			Hold won = new Contention(contender, shared, this.locks).win(begun, nanos);
			if (won != null) {
				hold(won);
			}
			return won != null;
		}
		finally {
			this.locks.endTry();
		}
	}

	private void hold(Hold newHold) {
		this.hold = newHold;
		try {
			this.locks.add(this);
		}
		catch (ToozError ex) {
			this.hold = null;
			this.locks.withdraw(newHold.contender());
			throw ex;
		}
		try {
			watch(newHold);
		}
		catch (Error ex) {
			// Without a watchdog there is no lock. The caller gives the permit back.
			end(newHold);
			this.locks.abandon(newHold.contender());
			throw ex;
		}
	}

	private void watch(Hold watched) {
		this.expiry = this.locks.expire(watched.nanosLeft(), () -> {
			if (watched == this.hold) {
				if (watched.isCertain()) {
					watch(watched);
				}
				else {
					lose(watched, "it could not be renewed in time");
				}
			}
		});
	}

	/** On the heart's thread. */
	void renew() {
		Hold current = this.hold;
		if (current != null && isAcquired() && !current.renew()) {
			lose(current, "it was broken, or expired");
		}
	}

	private void lose(Hold lost, String why) {
		if (end(lost)) {
			logger.warn("Lock '{}' is lost: {}", this.name, why);
			this.permit.release();
			this.lostActions.forEach((action) -> this.locks.apart(() -> run(action)));
			// The store may not know yet that it is lost.
			this.locks.apart(() -> this.locks.withdraw(lost.contender()));
		}
	}

	private void run(Runnable action) {
		try {
			action.run();
		}
		catch (Throwable ex) {
			logger.error("What was to be done when lock '{}' is lost failed", this.name, ex);
		}
	}

	/** Ends a hold in memory, once. */
	private boolean end(Hold ended) {
		synchronized (this) {
			if (this.hold != ended) {
				return false;
			}
			this.hold = null;
		}
		Future<?> check = this.expiry;
		if (check != null) {
			check.cancel(false);
		}
		this.locks.remove(this);
		return true;
	}

	@Override
	public boolean release() {
		Hold current;
		synchronized (this) {
			current = this.hold;
			if (current == null) {
				return false;
			}
			if (current.add(-1) > 0) {
				return true;
			}
		}
		return end(current) && releaseInStore(current);
	}

	/** Releases it, however often it is shared. */
	void releaseWholly() {
		Hold current = this.hold;
		if (current != null && end(current)) {
			releaseInStore(current);
		}
	}

	private boolean releaseInStore(Hold ended) {
		try {
			return ended.release();
		}
		catch (ToozError ex) {
			this.locks.abandon(ended.contender());
			throw ex;
		}
		finally {
			this.permit.release();
		}
	}

	/** For when the store is away and the coordinator stops. */
	void forget() {
		Hold current = this.hold;
		if (current != null && end(current)) {
			this.permit.release();
		}
	}

	@Override
	public boolean breakLock() {
		this.required.accept(Feature.BREAKING);
		return this.contenders.get().breakHold();
	}

	@Override
	public boolean isAcquired() {
		Hold current = this.hold;
		if (current == null) {
			return false;
		}
		if (!current.isCertain()) {
			lose(current, "it could not be renewed in time");
			return false;
		}
		return true;
	}

	@Override
	public boolean isStillOwner() {
		Hold current = this.hold;
		if (current == null || !isAcquired()) {
			return false;
		}
		if (!current.isHeld()) {
			lose(current, "it was broken, or expired");
			return false;
		}
		return current == this.hold;
	}

	@Override
	public long fencingToken() {
		this.required.accept(Feature.FENCING);
		Hold current = this.hold;
		if (current == null) {
			throw new ToozError("Lock '" + this.name + "' is not held, so it has no fencing token: acquire it first",
					null);
		}
		return current.contender().fencingToken();
	}

	@Override
	public void onLost(Runnable action) {
		this.lostActions.add(action);
	}

	@Override
	public String toString() {
		return "Lock '" + this.name + "'" + ((this.hold != null) ? ", held" : "");
	}

}
