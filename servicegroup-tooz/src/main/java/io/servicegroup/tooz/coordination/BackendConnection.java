package io.servicegroup.tooz.coordination;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.LoginRefusedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.UnsupportedFeatureException;
import io.servicegroup.tooz.concurrent.DaemonThreads;
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

	/** The name of threads for work that may hang. */
	static final String THREAD = "servicegroup-connection";

	/** The maximum time of a stop: more than all of its deadlines together. */
	private static final Duration STOP_TIMEOUT = Duration.ofSeconds(15);

	private static final Logger logger = LoggerFactory.getLogger(BackendConnection.class);

	/**
	 * The maximum wait for a connection. Backends have deadlines of their own, but a name
	 * look-up or a call of a file system may hang.
	 */
	private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

	private final BackendType type;

	private final Executor executor;

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

	/** An attempt that took too long and is in progress. Guarded by the lock. */
	private @Nullable FutureTask<State> connecting;

	/** The failure of the last attempt. Guarded by the lock. */
	private @Nullable StoreUnavailableException failure;

	BackendConnection(BackendType type, Supplier<Backend> factory) {
		this(type, factory, null, DaemonThreads.starting(THREAD));
	}

	/**
	 * Creates a connection that is not established.
	 * @param type the features of the backend
	 * @param factory creates a backend
	 * @param rawLogin creates a backend with the raw login, or {@code null} if that is no
	 * different
	 * @param executor runs work that may hang
	 */
	BackendConnection(BackendType type, Supplier<Backend> factory, @Nullable Supplier<Backend> rawLogin,
			Executor executor) {
		this.executor = executor;
		this.type = type;
		this.factory = factory;
		this.rawLogin = rawLogin;
		this.backend = create();
	}

	private Backend create() {
		return MissingLibrary.explain(this.type, this.factory);
	}

	/**
	 * Runs the last calls of a member, for 15 s at most.
	 * @param memberId the member's id, for the log
	 * @param calls the calls, which may hang
	 */
	void runLast(String memberId, Runnable calls) {
		if (!DaemonThreads.run(this.executor, STOP_TIMEOUT, calls)) {
			logger.warn(
					"Stop of coordinator '{}' is not complete after {} s: its entries in the store end with their "
							+ "timeouts; a thread dump shows where thread {} is blocked",
					memberId, STOP_TIMEOUT.toSeconds(), THREAD);
		}
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
			this.state = awaitConnected();
		}
		catch (StoreUnavailableException ex) {
			this.failure = ex;
			throw ex;
		}
		finally {
			this.attempts++;
		}
	}

	/**
	 * Connects on a thread of its own. If that takes too long, the next call waits for
	 * the same attempt.
	 */
	private State awaitConnected() {
		FutureTask<State> attempt = this.connecting;
		if (attempt == null) {
			attempt = new FutureTask<>(() -> MissingLibrary.explain(this.type, () -> {
				logIn();
				return State.STARTED;
			}));
			this.executor.execute(attempt);
		}
		this.connecting = null;
		try {
			return attempt.get(CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (ExecutionException ex) {
			throw DaemonThreads.unchecked(ex);
		}
		catch (TimeoutException ex) {
			this.connecting = attempt;
			throw new StoreUnavailableException("The connection is not established after " + CONNECT_TIMEOUT.toSeconds()
					+ " s. Check the name service and the file system of this machine", ex);
		}
		catch (InterruptedException ex) {
			this.connecting = attempt;
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while connecting to the store", ex);
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
				abandonAttempt();
				this.backend.close();
			}
		});
	}

	/** Closes what an attempt in progress opens later. */
	private void abandonAttempt() {
		FutureTask<State> attempt = this.connecting;
		this.connecting = null;
		if (attempt != null && !attempt.isDone()) {
			Backend late = this.backend;
			this.executor.execute(() -> {
				try {
					attempt.get();
				}
				catch (InterruptedException | ExecutionException ex) {
					logger.debug("An attempt to connect has ended after the stop", ex);
				}
				late.close();
			});
		}
	}

	private enum State {

		NEW, STARTED, STOPPED

	}

}
