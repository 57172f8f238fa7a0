package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

import org.jspecify.annotations.Nullable;

/**
 * The parts that differ between PostgreSQL and MySQL: how to open a session, and the SQL
 * for locks.
 */
interface Database {

	/**
	 * Opens a session on a {@link WatchedSocket}. If it runs no statement for the
	 * timeout, the server ends it and frees its locks.
	 */
	Connection connect() throws SQLException;

	/** Returns the parameters of each statement, which identify the lock. */
	Object[] key(String lock);

	LockStatements statements();

	/**
	 * Returns how the server reports releases of locks, or {@code null} if it does not.
	 */
	default @Nullable ReleaseReports reports() {
		return null;
	}

	/**
	 * The SQL queries for a lock. Each returns immediately, with one row or none. Their
	 * parameters are the lock's key.
	 *
	 * @param acquire tries to acquire the lock; returns the fencing token and this
	 * session's number. The token is {@code null} if another session holds the lock
	 * @param holds returns 1 if this session holds the lock
	 * @param release releases the lock; returns 1 if this session held it
	 * @param holder returns the number of the session that holds the lock, and the
	 * session's name, or {@code null} if the server does not show it. Returns no row, or
	 * {@code null} as the number, if the lock is free
	 */
	record LockStatements(String acquire, String holds, String release, String holder) {
	}

}
