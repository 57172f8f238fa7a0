package io.servicegroup.tooz.coordination;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;

/**
 * Holds a coordinator's backend. Connects it on first use, and replaces it with a new one
 * when the coordinator is started after a stop. Thread-safe.
 */
final class BackendConnection {

	private final BackendType type;

	private final Supplier<Backend> factory;

	private volatile Backend backend;

	private volatile State state = State.NEW;

	/**
	 * Fair: while the store is unavailable, a thread that keeps connecting would
	 * otherwise starve the others.
	 */
	private final ReentrantLock lock = new ReentrantLock(true);

	/** Counts the attempts to connect that have ended. */
	private volatile long attempts;

	/** The failure of the last attempt. Guarded by the lock. */
	private @Nullable StoreUnavailableException failure;

	BackendConnection(BackendType type, Supplier<Backend> factory) {
		this.type = type;
		this.factory = factory;
		this.backend = create();
	}

	private Backend create() {
		return MissingLibrary.explain(this.type, this.factory);
	}

	BackendType type() {
		return this.type;
	}

	void require(Feature feature) {
		if (!this.type.features().contains(feature)) {
			throw new UnsupportedFeatureException(feature, this.type.whyNot(feature));
		}
	}

	void start() {
		long before = this.attempts;
		locked(() -> {
			if (this.state == State.STOPPED) {
				this.backend = create();
				this.state = State.NEW;
				connect();
			}
			else {
				connectUnlessTried(before);
			}
		});
	}

	/**
	 * Connects, unless another thread's attempt has failed while this thread waited for
	 * it: so each caller waits for two attempts at most, however many callers there are.
	 */
	private void connectUnlessTried(long before) {
		if (this.state == State.STOPPED) {
			throw new StoreUnavailableException("The coordinator is stopped. Call start() to use it again", null);
		}
		if (this.state == State.NEW) {
			if (this.attempts != before && this.failure != null) {
				throw new StoreUnavailableException(this.failure.getMessage(), this.failure);
			}
			connect();
		}
	}

	private void connect() {
		this.failure = null;
		try {
			this.state = MissingLibrary.explain(this.type, () -> {
				this.backend.connect();
				return State.STARTED;
			});
		}
		catch (StoreUnavailableException ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			this.attempts++;
		}
	}

	private void locked(Runnable action) {
		this.lock.lock();
		try {
			action.run();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isStarted() {
		return this.state == State.STARTED;
	}

	void requireStarted() {
		if (!isStarted()) {
			throw new CoordinationException("The coordinator cannot be stopped: it is not started", null);
		}
	}

	/** Returns the connected backend. Connects first if {@link #start} was not called. */
	Backend connected() {
		if (this.state != State.STARTED) {
			long before = this.attempts;
			locked(() -> connectUnlessTried(before));
		}
		return this.backend;
	}

	/**
	 * Returns the backend, for operations that need no connection. It may not be
	 * connected.
	 */
	Backend backend() {
		return this.backend;
	}

	/** Closes the backend, even if it was never connected. */
	void stop() {
		locked(() -> {
			if (this.state != State.STOPPED) {
				this.state = State.STOPPED;
				this.backend.close();
			}
		});
	}

	private enum State {

		NEW, STARTED, STOPPED

	}

}
