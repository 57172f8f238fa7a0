package io.servicegroup.tooz.file;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.spi.LockContender;

/**
 * The locks that one member holds. {@link #close()} releases them, because file locks
 * have no timeout. Thread-safe.
 */
final class HeldFileLocks implements AutoCloseable {

	private final Set<LockContender> held = new HashSet<>();

	private boolean closed;

	synchronized void requireOpen() {
		if (this.closed) {
			throw new CoordinationException("The coordinator has been stopped", null);
		}
	}

	/**
	 * Registers a held lock. Returns {@code false} if {@link #close()} was called before:
	 * the caller must then release the lock.
	 */
	synchronized boolean add(LockContender lock) {
		return !this.closed && this.held.add(lock);
	}

	synchronized void remove(LockContender lock) {
		this.held.remove(lock);
	}

	@Override
	public void close() {
		List<LockContender> left;
		synchronized (this) {
			this.closed = true;
			left = List.copyOf(this.held);
		}
		left.forEach(LockContender::release);
	}

}
