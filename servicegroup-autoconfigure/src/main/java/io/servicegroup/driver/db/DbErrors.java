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
 * Says what a database or a pool threw in this project's words, without secrets, and how
 * to mend it.
 */
final class DbErrors {

	private DbErrors() {
	}

	static CoordinationException translated(Throwable thrown) {
		if (thrown instanceof CoordinationException known) {
			return known;
		}
		if (thrown instanceof BadSqlGrammarException || thrown instanceof PermissionDeniedDataAccessException) {
			return new CoordinationException("The database refuses: " + reason(thrown)
					+ ". See that the table service_group_member is there, and that the user may SELECT, INSERT, UPDATE "
					+ "and DELETE in it", harmless(thrown));
		}
		return new StoreUnavailableException(
				reason(thrown) + ". " + hint(NestedExceptionUtils.getMostSpecificCause(thrown)), harmless(thrown));
	}

	private static String hint(Throwable root) {
		String state = (root instanceof SQLException ex) ? Objects.requireNonNullElse(ex.getSQLState(), "") : "";
		if (state.startsWith("28")) {
			return "Correct the DataSource's user or password, or what the server permits to them";
		}
		if (state.equals("25006")) {
			return "Give the driver a DataSource that writes: this server only reads";
		}
		return "See that the server runs and that the DataSource finds it";
	}

	/** What the innermost says, as may be shown. */
	static String reason(Throwable thrown) {
		Throwable ex = NestedExceptionUtils.getMostSpecificCause(thrown);
		String message = Objects.requireNonNullElse(ex.getMessage(), ex.getClass().getSimpleName());
		return JdbcUrl.blotted(message).strip().replaceFirst("[.]$", "").replaceAll("\\s*\\R\\s*", " ");
	}

	private static @Nullable Throwable harmless(Throwable thrown) {
		for (Throwable ex = thrown; ex != null; ex = ex.getCause()) {
			String message = ex.getMessage();
			if (message != null && !JdbcUrl.blotted(message).equals(message)) {
				return null;
			}
		}
		return thrown;
	}

}
