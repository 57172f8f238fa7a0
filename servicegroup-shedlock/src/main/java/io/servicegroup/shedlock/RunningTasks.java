package io.servicegroup.shedlock;

import java.util.HashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Delays the stop of the application until the tasks that hold a lock have ended, because
 * the stop releases the locks. New tasks get no lock meanwhile. Spring limits the delay
 * by {@code spring.lifecycle.timeout-per-shutdown-phase}. Thread-safe.
 */
final class RunningTasks implements SmartLifecycle {

	private final Set<LimitedLock> locks = new HashSet<>();

	private boolean stopping;

	private @Nullable Runnable stopped;

	/**
	 * Adds the lock of a task that is about to start.
	 * @return whether it may start, because the application does not stop
	 */
	synchronized boolean add(LimitedLock lock) {
		return !this.stopping && this.locks.add(lock);
	}

	/** Removes the lock of a task that has ended, or a lock that was released before. */
	void remove(LimitedLock lock) {
		Runnable callback;
		synchronized (this) {
			this.locks.remove(lock);
			callback = takeCallback();
		}
		if (callback != null) {
			callback.run();
		}
	}

	/** Returns the callback if it is due now. */
	private @Nullable Runnable takeCallback() {
		if (!this.locks.isEmpty()) {
			return null;
		}
		Runnable callback = this.stopped;
		this.stopped = null;
		return callback;
	}

	@Override
	public synchronized void start() {
		this.stopping = false;
		this.stopped = null;
	}

	@Override
	public void stop(Runnable callback) {
		Runnable due;
		synchronized (this) {
			this.stopping = true;
			this.stopped = callback;
			due = takeCallback();
		}
		if (due != null) {
			due.run();
		}
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public synchronized boolean isRunning() {
		return !this.stopping;
	}

}
