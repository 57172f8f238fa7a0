package io.servicegroup.tooz.database;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Predicate;

import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * A session for calls one after the other. It is opened on first use, and again after it
 * has ended or was taken, unless another one was given back. Thread-safe.
 */
final class SharedSession {

	private final Sessions sessions;

	/** The limit of the wait for other calls. */
	private final Duration deadline;

	private final ReentrantLock calls = new ReentrantLock(true);

	private @Nullable Session session;

	private final IdleSessions idle = new IdleSessions();

	private boolean used;

	SharedSession(Sessions sessions, Duration deadline) {
		this.sessions = sessions;
		this.deadline = deadline;
	}

	/** Runs a query, see {@link Session#query}. */
	@Nullable Object[] query(String sql, Object... parameters) {
		return call((one) -> one.query(sql, parameters));
	}

	/**
	 * Makes a call. A call that fails because the session has ended is made again on
	 * another one.
	 */
	private <T> T call(Function<Session, T> call) {
		awaitTurn();
		try {
			this.used = true;
			for (Session known = openSession(); known != null; known = openSession()) {
				try {
					return call.apply(known);
				}
				catch (StoreUnavailableException ex) {
					// The server has ended the session since the last call, or was
					// restarted.
					this.session = null;
				}
			}
			Session opened = this.sessions.open();
			this.session = opened;
			return call.apply(opened);
		}
		finally {
			this.calls.unlock();
		}
	}

	private @Nullable Session openSession() {
		if (this.session == null) {
			this.session = this.idle.poll();
		}
		return this.session;
	}

	private void awaitTurn() {
		try {
			if (!this.calls.tryLock(this.deadline.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new OperationTimeoutException("Other calls to the database did not end within "
						+ this.deadline.toMillis() + " ms. Check the server and the network", null);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CoordinationInterruptedException("Interrupted while waiting for another call to the database",
					ex);
		}
	}

	/**
	 * Makes a call that may take the session: if it returns {@code true}, the session
	 * belongs to the caller, and the next call opens another.
	 * @return the session, or {@code null} if the call returned {@code false}
	 */
	@Nullable Session take(Predicate<Session> call) {
		return call((one) -> {
			if (!call.test(one)) {
				return Optional.<Session>empty();
			}
			this.session = null;
			return Optional.of(one);
		}).orElse(null);
	}

	/**
	 * Takes back a session that holds no lock any more. Does not wait for other calls.
	 */
	void giveBack(Session released) {
		this.idle.add(released);
	}

	/** Closes the session if there was no call since the last time. Does not wait. */
	void closeUnlessUsed() {
		if (this.calls.tryLock()) {
			try {
				if (!this.used && this.session != null) {
					this.session.close();
					this.session = null;
				}
				this.used = false;
			}
			finally {
				this.calls.unlock();
			}
		}
	}

}
