package io.servicegroup.tooz.concurrent;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * A lock for which a heartbeat never queues: however many threads of the application wait
 * for it, only one of them is ahead of the heartbeat. Reentrant.
 *
 * @since 0.1.0
 */
public final class HeartLock {

	/** Admits one caller at a time to the lock. */
	private final ReentrantLock callers = new ReentrantLock(true);

	private final ReentrantLock lock = new ReentrantLock(true);

	/**
	 * Runs work of the application, after that of the callers before.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result of the work
	 */
	public <T> T call(Supplier<T> work) {
		this.callers.lock();
		this.lock.lock();
		try {
			return work.get();
		}
		finally {
			this.lock.unlock();
			this.callers.unlock();
		}
	}

	/**
	 * Runs work of the application, after that of the callers before.
	 * @param work the work
	 */
	public void call(Runnable work) {
		call(() -> {
			work.run();
			return true;
		});
	}

	/**
	 * Returns the lock for a heartbeat, or for other work that must not queue: it waits
	 * for one call at most.
	 * @return the lock
	 */
	public ReentrantLock forHeartbeat() {
		return this.lock;
	}

}
