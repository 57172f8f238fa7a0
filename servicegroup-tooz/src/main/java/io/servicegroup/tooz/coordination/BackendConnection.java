package io.servicegroup.tooz.coordination;

import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;

/**
 * Holds a coordinator's backend. Connects it on first use, and replaces it with a new one
 * when the coordinator is started after a stop. Thread-safe.
 */
final class BackendConnection {

	private final BackendType type;

	private final Supplier<Backend> factory;

	private volatile Backend backend;

	private volatile State state = State.NEW;

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

	synchronized void start() {
		if (this.state == State.STOPPED) {
			this.backend = create();
			this.state = State.NEW;
		}
		connect();
	}

	private synchronized void connect() {
		if (this.state == State.STOPPED) {
			throw new StoreUnavailableException("The coordinator is stopped. Call start() to use it again", null);
		}
		if (this.state == State.NEW) {
			this.state = MissingLibrary.explain(this.type, () -> {
				this.backend.connect();
				return State.STARTED;
			});
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
			connect();
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
	synchronized void stop() {
		if (this.state != State.STOPPED) {
			this.state = State.STOPPED;
			this.backend.close();
		}
	}

	private enum State {

		NEW, STARTED, STOPPED

	}

}
