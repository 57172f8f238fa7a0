package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Reports by {@code NOTIFY}. All locks share a channel; the payload is the key of Java
 * holders. Holders in Python and of earlier versions notify of nothing.
 */
final class PostgresReports implements ReleaseReports {

	static final String CHANNEL = "servicegroup_released";

	/** A statement each time, as the server ends a session that runs none. */
	@Override
	public List<String> await(Connection connection, Duration longest) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute("listen " + CHANNEL);
		}
		PGNotification[] notices = connection.unwrap(PGConnection.class).getNotifications((int) longest.toMillis());
		return (notices != null) ? Stream.of(notices).map(PGNotification::getParameter).toList() : List.of();
	}

	@Override
	public String lock(Object[] key) {
		return String.valueOf(key[2]);
	}

}
