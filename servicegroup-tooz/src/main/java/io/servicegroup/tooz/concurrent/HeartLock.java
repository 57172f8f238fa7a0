package io.servicegroup.tooz.concurrent;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A lock for which a heartbeat never queues: however many threads of the application wait
 * for it, only one of them is ahead of the heartbeat. Reentrant.
 *
 * @since 0.1.0
 */
public final class HeartLock {

	/** The maximum wait, if the call of another thread hangs. */
	private static final Duration MAX_WAIT = Duration.ofSeconds(15);

	/** Admits one caller at a time to the lock. */
	private final ReentrantLock callers = new ReentrantLock(true);

	private final ReentrantLock lock = new ReentrantLock(true);

	private final Function<String, RuntimeException> failure;

	/**
	 * Creates a lock that no thread holds.
	 * @param failure creates the exception with the given message for a call that waits
	 * too long
	 */
	public HeartLock(Function<String, RuntimeException> failure) {
		this.failure = failure;
	}

	/**
	 * Runs work of the application, after that of the callers before.
	 * @param <T> the type of the result
	 * @param work the work
	 * @return the result of the work
	 * @throws RuntimeException of the constructor's, if the calls before take longer than
	 * 15 s
	 */
	public <T> T call(Supplier<T> work) {
		acquire(this.callers);
		try {
			acquire(this.lock);
			try {
				return work.get();
			}
			finally {
				this.lock.unlock();
			}
		}
		finally {
			this.callers.unlock();
		}
	}

	/** Acquires a lock, also if the thread is interrupted. */
	private void acquire(ReentrantLock lock) {
		long end = System.nanoTime() + MAX_WAIT.toNanos();
		if (!Interrupts.defer(() -> lock.tryLock(end - System.nanoTime(), TimeUnit.NANOSECONDS))) {
			throw this.failure.apply("Another call of this member takes longer than " + MAX_WAIT.toSeconds()
					+ " s. A thread dump shows where it is blocked");
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
