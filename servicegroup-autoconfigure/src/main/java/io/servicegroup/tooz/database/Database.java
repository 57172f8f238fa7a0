package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What each kind of database does its own way: making a session, and the statements about
 * a lock. Each statement is a query, answered at once with one row or none.
 */
interface Database {

	/**
	 * Makes a session of the server's, which ends it once it has not heard of it for the
	 * timeout, and with it all that it holds.
	 * @param leading whether it is to hold a leadership, and bears the member's name
	 */
	Connection connect(boolean leading) throws SQLException;

	/** Returns the parameters that tell each statement which lock it is about. */
	Object[] key(String lock);

	/**
	 * Returns the statement that tries to get a lock.
	 * @return its row: the fencing token, {@code null} if another session has the lock;
	 * this session's number
	 */
	String acquire();

	/**
	 * Returns the statement that asks whether this session has a lock.
	 * @return its row: 1 if so
	 */
	String holds();

	/**
	 * Returns the statement that gives a lock back.
	 * @return its row: 1 if the session had it
	 */
	String release();

	/**
	 * Returns the statement that asks who has a lock.
	 * @return its row: the session's number; the session's name, where the server tells.
	 * No row, or a number that is {@code null}, if nobody has it
	 */
	String holder();

}
