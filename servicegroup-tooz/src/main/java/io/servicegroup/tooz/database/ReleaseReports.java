package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** How a server reports to a session that locks were released. */
interface ReleaseReports {

	/**
	 * Asks for reports and waits for them. Those between two calls are kept.
	 * @param longest how long to wait
	 * @return what identifies the released locks, see {@link #lock}; possibly empty
	 */
	List<String> await(Connection connection, Duration longest) throws SQLException;

	/**
	 * Returns what identifies a lock in a report.
	 * @param key the lock's key, see {@link Database#key}
	 */
	String lock(Object[] key);

}
