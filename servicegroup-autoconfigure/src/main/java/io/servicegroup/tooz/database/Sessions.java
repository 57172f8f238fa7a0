package io.servicegroup.tooz.database;

import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.ToozError;

/**
 * The sessions of one backend: all end with it.
 */
final class Sessions implements AutoCloseable {

	private final Database database;

	private final DatabaseErrors errors;

	private final Set<Session> open = ConcurrentHashMap.newKeySet();

	/** Those that hold a leadership, by the server's number. */
	private final Map<Session, Long> leading = new ConcurrentHashMap<>();

	private volatile boolean closed;

	Sessions(Database database, DatabaseErrors errors) {
		this.database = database;
		this.errors = errors;
	}

	Database database() {
		return this.database;
	}

	Session open(boolean toLead) {
		Session session;
		try {
			session = new Session(this.database.connect(toLead), this.errors, this::remove);
		}
		catch (SQLException ex) {
			throw this.errors.ofConnect(ex);
		}
		this.open.add(session);
		if (this.closed) {
			session.close();
			throw new ToozError("The coordinator has been stopped", null);
		}
		return session;
	}

	private void remove(Session session) {
		this.open.remove(session);
		this.leading.remove(session);
	}

	void leads(Session session, long number) {
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
