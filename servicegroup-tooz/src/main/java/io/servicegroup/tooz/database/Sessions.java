package io.servicegroup.tooz.database;

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

	/** The sessions that hold a leadership, with their numbers in the server. */
	private final Map<Session, Long> leading = new ConcurrentHashMap<>();

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
	Session open(boolean forLeader) {
		Session session;
		try {
			session = new Session(this.database.connect(forLeader), this.errors, this::remove);
		}
		catch (SQLException ex) {
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
		this.leading.remove(session);
	}

	void markLeading(Session session, long number) {
		this.leading.put(session, number);
	}

	boolean isLeading(long number) {
		return this.leading.containsValue(number);
	}

	@Override
	public void close() {
		this.closed = true;
		this.open.forEach(Session::close);
	}

}
