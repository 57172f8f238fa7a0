package io.servicegroup.tooz.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Detects a pooler between this process and PostgreSQL that lets connections share the
 * server's sessions. Two holders of one lock would not exclude each other behind it.
 */
final class PostgresPooler {

	/** The SQLSTATE of the refusal, which no server uses. */
	static final String REFUSED = "SGP01";

	/**
	 * pgbouncer's own words: it uses one SQLSTATE for all that it refuses, such as a
	 * connection for which its pool has no session left.
	 */
	private static final String NO_TRANSACTIONS = "transaction blocks not allowed in statement pooling mode";

	private static final int ROUNDS = 3;

	private PostgresPooler() {
	}

	/**
	 * Opens a connection, and another one if there is a pooler. Poolers give a statement
	 * the session that was used last, or the one that has been idle for longest: so
	 * either the other connection gets the first one's session, or the first one changes
	 * its own.
	 * @throws SQLException if the server cannot be reached, or with the SQLSTATE
	 * {@link #REFUSED}
	 */
	static void refuse(Connector source) throws SQLException {
		try (Connection one = source.connect()) {
			int session = session(one);
			if (session == one.unwrap(PGConnection.class).getBackendPID()) {
				// The server's own greeting: there is no pooler.
				return;
			}
			try (Connection other = source.connect()) {
				other.setAutoCommit(false);
				for (int i = 0; i < ROUNDS; i++) {
					require(session(one) == session);
					// Has its session for itself until the end of the transaction.
					require(transactionSession(other) != session);
					require(session(one) == session);
					other.rollback();
				}
			}
		}
	}

	private static void require(boolean own) throws SQLException {
		if (!own) {
			throw refusal(null);
		}
	}

	private static SQLException refusal(@Nullable SQLException cause) {
		return new SQLException("a pooler lets connections share the sessions that hold the locks", REFUSED, cause);
	}

	/** A pooler that shares sessions between statements allows no transactions. */
	private static int transactionSession(Connection connection) throws SQLException {
		try {
			return session(connection);
		}
		catch (SQLException ex) {
			throw String.valueOf(ex.getMessage()).contains(NO_TRANSACTIONS) ? refusal(ex) : ex;
		}
	}

	/** Returns the number of the session that runs the connection's statements now. */
	private static int session(Connection connection) throws SQLException {
		try (Statement statement = connection.createStatement();
				ResultSet result = statement.executeQuery("select pg_backend_pid()")) {
			result.next();
			return result.getInt(1);
		}
	}

	/** Opens connections. */
	interface Connector {

		Connection connect() throws SQLException;

	}

}
