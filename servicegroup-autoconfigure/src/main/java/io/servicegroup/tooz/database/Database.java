package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * What each kind of database does its own way: making a session, and the statements about
 * a lock.
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

	LockStatements statements();

}
