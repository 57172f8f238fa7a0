package io.servicegroup.tooz.coordination;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a coordinator's backend. Connects it on first use, and replaces it with a new one
 * when the coordinator is started after a stop. Thread-safe.
 */
final class BackendConnection {

	private static final Logger logger = LoggerFactory.getLogger(BackendConnection.class);

	private final BackendType type;

	private Supplier<Backend> factory;

	/** Creates a backend with the raw login; {@code null} if that is no different. */
	private @Nullable Supplier<Backend> rawLogin;

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
		this(type, factory, null);
	}

	BackendConnection(BackendType type, Supplier<Backend> factory, @Nullable Supplier<Backend> rawLogin) {
		this.type = type;
		this.factory = factory;
		this.rawLogin = rawLogin;
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
				logIn();
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

	private void logIn() {
		try {
			this.backend.connect();
		}
		catch (LoginRefusedException ex) {
			if (this.rawLogin == null || !acceptsRawLogin(this.rawLogin)) {
				throw ex;
			}
		}
	}

	/**
	 * Tries the user and the password as they are written in the URL, since tooz does not
	 * decode them. If the server accepts them, they are used from now on.
	 */
	private boolean acceptsRawLogin(Supplier<Backend> creation) {
		Backend raw = creation.get();
		try {
			raw.connect();
		}
		catch (CoordinationException ex) {
			raw.close();
			return false;
		}
		this.backend.close();
		this.backend = raw;
		this.factory = creation;
		this.rawLogin = null;
		logger.warn(
				"Login of the {} URL is used as it is written: the server refuses it percent-decoded, although "
						+ "that is how Java applications read it. Use a password without % if you can",
				this.type.schemes().iterator().next());
		return true;
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
