package io.servicegroup.driver.db;

import java.sql.SQLException;
import java.util.Objects;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.jdbc.BadSqlGrammarException;

/**
 * Translates the exceptions of databases and pools into those of tooz, without secrets
 * and with a fix.
 */
final class DbErrors {

	/** The SQL state of a write in a read-only transaction, or on a standby. */
	private static final String READ_ONLY = "25006";

	private DbErrors() {
	}

	static CoordinationException translated(Throwable thrown) {
		if (thrown instanceof CoordinationException known) {
			return known;
		}
		boolean refused = thrown instanceof BadSqlGrammarException
				|| thrown instanceof PermissionDeniedDataAccessException;
		// MariaDB's driver reports a server that takes no writes as a lack of rights.
		if (refused && !state(NestedExceptionUtils.getMostSpecificCause(thrown)).equals(READ_ONLY)) {
			return new CoordinationException("The database refused the statement: " + reason(thrown)
					+ ". Check that the table service_group_member exists, and that the user may SELECT, INSERT, UPDATE "
					+ "and DELETE in it", withoutSecrets(thrown));
		}
		return new StoreUnavailableException(
				reason(thrown) + ". " + hint(NestedExceptionUtils.getMostSpecificCause(thrown)),
				withoutSecrets(thrown));
	}

	private static String state(Throwable root) {
		return (root instanceof SQLException ex) ? Objects.requireNonNullElse(ex.getSQLState(), "") : "";
	}

	private static String hint(Throwable root) {
		String state = state(root);
		if (state.startsWith("28")) {
			return "Correct the DataSource's user or password, or the user's permissions on the server";
		}
		if (state.equals(READ_ONLY)) {
			return "Use a DataSource for a writable server: this one is read-only";
		}
		return "Check that the server runs and that the DataSource's URL is correct";
	}

	/** Returns the message of the root cause, without secrets. */
	static String reason(Throwable thrown) {
		Throwable ex = NestedExceptionUtils.getMostSpecificCause(thrown);
		String message = Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
		return JdbcUrl.redacted(message).strip().replaceFirst("[.]$", "").replaceAll("\\s*\\R\\s*", " ");
	}

	private static @Nullable Throwable withoutSecrets(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			String message = ex.getMessage();
			if (message != null && !JdbcUrl.redacted(message).equals(message)) {
				return null;
			}
		}
		return thrown;
	}

}
