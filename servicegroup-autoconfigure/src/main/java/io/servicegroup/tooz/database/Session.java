package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection, and what the server keeps for as long as it lives. The first statement
 * that fails ends it, so that nobody goes by what may have become of it.
 */
final class Session implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Session.class);

	private final Connection connection;

	private final DatabaseErrors errors;

	private final Consumer<Session> onEnd;

	/** One call at a time, and a close that needs to wait for none. */
	private final ReentrantLock calls = new ReentrantLock();

	Session(Connection connection, DatabaseErrors errors, Consumer<Session> onEnd) {
		this.connection = connection;
		this.errors = errors;
		this.onEnd = onEnd;
	}

	/** Returns the first row, or an empty array. */
	@Nullable Object[] ask(String sql, Object... parameters) {
		this.calls.lock();
		try (PreparedStatement statement = this.connection.prepareStatement(sql)) {
			for (int i = 0; i < parameters.length; i++) {
				statement.setObject(i + 1, parameters[i]);
			}
			try (ResultSet result = statement.executeQuery()) {
				return result.next() ? row(result) : new @Nullable Object[0];
			}
		}
		catch (SQLException ex) {
			close();
			throw this.errors.ofCall(ex);
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

	/** Does not wait for a call under way, but breaks its connection off. */
	@Override
	public void close() {
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
			logger.debug("A connection that is closed had its trouble before", ex);
		}
		finally {
			if (idle) {
				this.calls.unlock();
			}
		}
	}

}
