package io.servicegroup.tooz.coordination;

import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;

/**
 * A coordinator's way to its backend: connected when it is first needed, and replaced by
 * a new one when the coordinator is started again.
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
			throw new StoreUnavailableException("The coordinator has been stopped: start it again", null);
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
			throw new CoordinationException("The coordinator cannot be stopped: it has not been started", null);
		}
	}

	/** Whoever has not called start has it done with the first operation. */
	Backend connected() {
		if (this.state != State.STARTED) {
			connect();
		}
		return this.backend;
	}

	/** For what needs no connection. */
	Backend backend() {
		return this.backend;
	}

	/** Closes what was made, even if it was never connected. */
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
