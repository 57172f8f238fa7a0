package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import io.servicegroup.tooz.CoordinationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of the server, which holds locks until it ends. A statement that fails closes
 * it, since it is unknown then whether the session still holds its locks. Thread-safe.
 */
final class Session implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Session.class);

	private final Connection connection;

	private final @Nullable WatchedSocket socket;

	private final DatabaseErrors errors;

	private final Consumer<Session> onEnd;

	/** Allows one call at a time; {@link #close()} does not wait for it. */
	private final ReentrantLock calls = new ReentrantLock();

	private final long opened = System.nanoTime();

	private volatile boolean closed;

	/**
	 * Creates a session.
	 * @param socket the connection's socket, or {@code null} if it is not known
	 */
	Session(Connection connection, @Nullable WatchedSocket socket, DatabaseErrors errors, Consumer<Session> onEnd) {
		this.connection = connection;
		this.socket = socket;
		this.errors = errors;
		this.onEnd = onEnd;
	}

	/**
	 * Runs a query.
	 * @return the first row, or an empty array
	 * @throws CoordinationException if the query failed; the session is closed then
	 */
	@Nullable Object[] query(String sql, Object... parameters) {
		return call((connection) -> {
			try (PreparedStatement statement = connection.prepareStatement(sql)) {
				for (int i = 0; i < parameters.length; i++) {
					statement.setObject(i + 1, parameters[i]);
				}
				try (ResultSet result = statement.executeQuery()) {
					return result.next() ? row(result) : new @Nullable Object[0];
				}
			}
		});
	}

	/**
	 * Uses the connection, while no other call does.
	 * @throws CoordinationException if the use failed; the session is closed then
	 */
	<T> T call(Use<T> use) {
		this.calls.lock();
		try {
			return use.of(this.connection);
		}
		catch (SQLException ex) {
			close();
			throw this.errors.ofQueryFailure(ex);
		}
		catch (RuntimeException | Error ex) {
			// Whether the server has granted a lock is unknown.
			close();
			throw ex;
		}
		finally {
			this.calls.unlock();
		}
	}

	private static @Nullable Object[] row(ResultSet result) throws SQLException {
		@Nullable Object[] row = new @Nullable Object[result.getMetaData().getColumnCount()];
		for (int i = 0; i < row.length; i++) {
			row[i] = result.getObject(i + 1);
		}
		return row;
	}

	boolean isOlderThan(Duration age) {
		return System.nanoTime() - this.opened >= age.toNanos();
	}

	/**
	 * Returns whether this session has ended, without a call to the server. During a
	 * query it returns {@code false}: the query finds out.
	 */
	boolean isEnded() {
		if (this.closed) {
			return true;
		}
		if (this.socket == null || !this.calls.tryLock()) {
			return false;
		}
		try {
			return this.socket.isClosedByServer();
		}
		finally {
			this.calls.unlock();
		}
	}

	/** Closes the session. Aborts a running call instead of waiting for it. */
	@Override
	public void close() {
		this.closed = true;
		this.onEnd.accept(this);
		boolean idle = this.calls.tryLock();
		try {
			if (idle) {
				this.connection.close();
			}
			else {
				this.connection.abort(Runnable::run);
			}
		}
		catch (SQLException ex) {
			logger.debug("Closing a database session failed: the server ends it after the timeout", ex);
		}
		finally {
			if (idle) {
				this.calls.unlock();
			}
		}
	}

	/** Uses a connection. */
	interface Use<T> {

		T of(Connection connection) throws SQLException;

	}

}
