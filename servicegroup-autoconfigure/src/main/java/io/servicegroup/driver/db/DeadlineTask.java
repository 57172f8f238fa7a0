package io.servicegroup.driver.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;

/**
 * Work on a connection, which can be ended by somebody who has no more time for it.
 *
 * @param <T> what comes of it
 */
final class DeadlineTask<T> implements Callable<T> {

	private static final Logger logger = LoggerFactory.getLogger(DeadlineTask.class);

	private final DataSource dataSource;

	private final Work<T> work;

	private @Nullable Connection connection;

	private boolean expired;

	DeadlineTask(DataSource dataSource, Work<T> work) {
		this.dataSource = dataSource;
		this.work = work;
	}

	@Override
	public T call() throws SQLException {
		Connection connection = this.dataSource.getConnection();
		try {
			begin(connection);
			boolean autoCommit = connection.getAutoCommit();
			if (!autoCommit) {
				connection.setAutoCommit(true);
			}
			T result = this.work.on(connection);
			if (!autoCommit) {
				connection.setAutoCommit(false);
			}
			return result;
		}
		catch (SQLException | DataAccessException ex) {
			BrokenConnections.evict(this.dataSource, connection);
			throw ex;
		}
		finally {
			end();
			connection.close();
		}
	}

	/** A connection that comes too late changes nothing any more. */
	private synchronized void begin(Connection connection) throws SQLException {
		if (this.expired) {
			// The interruption was for the wait that is over.
			Thread.interrupted();
			throw new SQLException("Too late");
		}
		this.connection = connection;
	}

	private synchronized void end() {
		this.connection = null;
	}

	/**
	 * Ends the work. A database that is embedded bears no interruption, so where there is
	 * a connection, that is cut.
	 * @return whether the thread may be interrupted: it waits for a connection
	 */
	synchronized boolean expire(Executor executor) {
		this.expired = true;
		Connection open = this.connection;
		if (open != null) {
			executor.execute(() -> abort(open));
		}
		return open == null;
	}

	private static void abort(Connection connection) {
		try {
			connection.abort(Runnable::run);
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("A connection that hangs cannot be cut", ex);
		}
	}

	/**
	 * What is to be done.
	 */
	@FunctionalInterface
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

}
