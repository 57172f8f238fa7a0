package io.servicegroup.integration;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

import org.springframework.integration.support.locks.DistributedLock;

/**
 * A reentrant lock for a key. It has no state of its own: {@link LocksInUse} keeps it.
 */
final class ServiceGroupLock implements DistributedLock {

	private final LocksInUse inUse;

	private final String key;

	ServiceGroupLock(LocksInUse inUse, String key) {
		this.inUse = inUse;
		this.key = key;
	}

	@Override
	public void lock() {
		acquire((lock) -> {
			lock.threads.lock();
			return true;
		}, (lock) -> {
			lock.store.lock();
			return true;
		});
	}

	@Override
	public void lockInterruptibly() throws InterruptedException {
		acquire((lock) -> {
			lock.threads.lockInterruptibly();
			return true;
		}, (lock) -> {
			lock.store.lockInterruptibly();
			return true;
		});
	}

	@Override
	public boolean tryLock() {
		return acquire((lock) -> lock.threads.tryLock(), (lock) -> lock.store.tryLock());
	}

	@Override
	public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
		long deadline = System.nanoTime() + unit.toNanos(time);
		return acquire((lock) -> lock.threads.tryLock(time, unit),
				(lock) -> lock.store.tryLock(deadline - System.nanoTime(), TimeUnit.NANOSECONDS));
	}

	@Override
	public void lock(Duration ttl) {
		lock();
		held().expireAfter(ttl);
	}

	@Override
	public boolean tryLock(Duration waitTime, Duration ttl) throws InterruptedException {
		boolean acquired = tryLock(TimeUnit.NANOSECONDS.convert(waitTime), TimeUnit.NANOSECONDS);
		if (acquired) {
			held().expireAfter(ttl);
		}
		return acquired;
	}

	private LockInUse held() {
		LockInUse lock = this.inUse.heldByThisThread(this.key);
		if (lock == null) {
			throw new IllegalMonitorStateException("Lock '" + this.key + "' is not held by this thread");
		}
		return lock;
	}

	private <X extends Exception> boolean acquire(Step<X> threads, Step<X> store) throws X {
		LockInUse lock = this.inUse.enter(this.key);
		boolean acquired = false;
		try {
			if (threads.take(lock)) {
				try {
					acquired = lock.isHeldAlready() || store.take(lock);
				}
				finally {
					if (!acquired) {
						lock.threads.unlock();
					}
				}
			}
			return acquired;
		}
		finally {
			if (!acquired) {
				this.inUse.leave(this.key);
			}
		}
	}

	@Override
	public void unlock() {
		LockInUse lock = held();
		try {
			if (lock.threads.getHoldCount() == 1) {
				lock.cancelExpiry();
				if (!lock.store.release()) {
					throw lock.lost();
				}
			}
		}
		finally {
			lock.threads.unlock();
			this.inUse.leave(this.key);
		}
	}

	@Override
	public Condition newCondition() {
		throw new UnsupportedOperationException("A distributed lock has no conditions");
	}

	@Override
	public String toString() {
		return "ServiceGroupLock[" + this.key + "]";
	}

	private interface Step<X extends Exception> {

		boolean take(LockInUse lock) throws X;

	}

}
