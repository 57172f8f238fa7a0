package io.servicegroup.membership;

import io.servicegroup.tooz.Registration;
import io.servicegroup.tooz.coordination.LeaderLock;
import org.jspecify.annotations.Nullable;

/**
 * Wakes the elector when the leadership of a group was released or has expired, if the
 * store reports that. Thread-safe.
 */
final class ReleaseWatch implements AutoCloseable {

	private final LeaderLock lock;

	private final Runnable wake;

	private @Nullable Registration registration;

	private boolean closed;

	ReleaseWatch(LeaderLock lock, Runnable wake) {
		this.lock = lock;
		this.wake = wake;
	}

	/** Starts to watch. Does nothing if it has started, or if this was closed. */
	void start() {
		if (!isWanted()) {
			return;
		}
		Registration opened = this.lock.onReleased(this.wake);
		if (opened != null && !keep(opened)) {
			opened.close();
		}
	}

	private synchronized boolean isWanted() {
		return this.registration == null && !this.closed;
	}

	private synchronized boolean keep(Registration opened) {
		boolean wanted = isWanted();
		if (wanted) {
			this.registration = opened;
		}
		return wanted;
	}

	/** Stops to watch until the next start. */
	synchronized void stop() {
		Registration last = this.registration;
		this.registration = null;
		if (last != null) {
			last.close();
		}
	}

	@Override
	public synchronized void close() {
		this.closed = true;
		stop();
	}

}
