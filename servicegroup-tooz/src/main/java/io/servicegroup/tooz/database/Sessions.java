package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.CoordinationException;

/**
 * Opens the sessions of one backend, and closes them all when the backend is closed.
 * Thread-safe.
 */
final class Sessions implements AutoCloseable {

	private final Database database;

	private final DatabaseErrors errors;

	private final Set<Session> open = ConcurrentHashMap.newKeySet();

	/** The sessions that hold a lock, with their numbers in the server. */
	private final Map<Session, Long> holding = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Sessions(Database database, DatabaseErrors errors) {
		this.database = database;
		this.errors = errors;
	}

	Database database() {
		return this.database;
	}

	/**
	 * Opens a session.
	 * @throws CoordinationException if the server cannot be reached or refuses the login,
	 * or this backend is closed
	 */
	Session open() {
		Session session;
		try {
			Connection connection = this.database.connect();
			session = new Session(connection, WatchedSocket.takeLast(), this.errors, this::remove);
		}
		catch (SQLException ex) {
			WatchedSocket.takeLast();
			throw this.errors.ofConnectFailure(ex);
		}
		this.open.add(session);
		if (this.closed) {
			session.close();
			throw new CoordinationException("The coordinator has been stopped", null);
		}
		return session;
	}

	private void remove(Session session) {
		this.open.remove(session);
		this.holding.remove(session);
	}

	void markHolding(Session session, long number) {
		this.holding.put(session, number);
	}

	void markIdle(Session session) {
		this.holding.remove(session);
	}

	boolean isHolding(long number) {
		return this.holding.containsValue(number);
	}

	@Override
	public void close() {
		this.closed = true;
		this.open.forEach(Session::close);
	}

}
