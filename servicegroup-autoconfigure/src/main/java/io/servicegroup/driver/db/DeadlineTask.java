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
 * Runs work on a connection; another thread can end it at the deadline.
 *
 * @param <T> the type of the result
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

	/**
	 * Refuses a connection that comes after the deadline, so that the work does not run.
	 */
	private synchronized void begin(Connection connection) throws SQLException {
		if (this.expired) {
			// Clear the flag: the interruption was meant for the wait for a connection.
			Thread.interrupted();
			throw new SQLException("The deadline has expired");
		}
		this.connection = connection;
	}

	private synchronized void end() {
		this.connection = null;
	}

	/**
	 * Ends the work. If it has a connection, aborts that instead of interrupting the
	 * thread, as an interruption can damage an embedded database.
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
			logger.debug("Abort of a connection failed", ex);
		}
	}

	/**
	 * Work on a connection.
	 */
	@FunctionalInterface
	interface Work<T> {

		T on(Connection connection) throws SQLException;

	}

}
