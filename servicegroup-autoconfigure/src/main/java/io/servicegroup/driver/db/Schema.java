package io.servicegroup.driver.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import javax.sql.DataSource;

import io.servicegroup.tooz.InvalidToozUrlException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.boot.sql.init.DatabaseInitializationSettings;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Sees that the table is there, with the first connection that the database gives; makes
 * it where that is wanted.
 */
final class Schema {

	private static final Logger logger = LoggerFactory.getLogger(Schema.class);

	private static final String SCRIPT = "io/servicegroup/driver/db/schema-%s.sql";

	private final DatabaseInitializationMode mode;

	private final Duration downTime;

	private volatile String url;

	private volatile @Nullable Dialect dialect;

	Schema(DataSource dataSource, DatabaseInitializationMode mode, Duration downTime) {
		this.url = JdbcUrl.of(dataSource);
		this.mode = mode;
		this.downTime = downTime;
	}

	/** Where the database is, as may be shown. */
	String url() {
		return this.url;
	}

	/** Whether the table was found. */
	boolean isKnown() {
		return this.dialect != null;
	}

	/** Works on the table. Where it is missing, it is looked for anew the next time. */
	<T> T use(Connection connection, Function<MemberTable, T> work) throws SQLException {
		Dialect known = this.dialect;
		try {
			return work.apply(table(connection, (known != null) ? known : prepare(connection)));
		}
		catch (BadSqlGrammarException ex) {
			this.dialect = null;
			throw ex;
		}
	}

	private MemberTable table(Connection connection, Dialect dialect) {
		return new MemberTable(new JdbcTemplate(new SingleConnectionDataSource(connection, true)), dialect,
				this.downTime);
	}

	private Dialect prepare(Connection connection) throws SQLException {
		this.url = JdbcUrl.shown(connection.getMetaData().getURL());
		Dialect found = Dialect.of(connection.getMetaData().getDatabaseProductName());
		String script = SCRIPT.formatted(found.name().toLowerCase(Locale.ROOT));
		@Nullable RuntimeException failure = initialize(connection, script);
		try {
			table(connection, found).look();
		}
		catch (BadSqlGrammarException ex) {
			throw missing(script, (failure != null) ? failure : ex);
		}
		this.dialect = found;
		return found;
	}

	/**
	 * Returns what went wrong, which does not matter where the table is there: another
	 * process may just have made it, or the user may use it and make none.
	 */
	private @Nullable RuntimeException initialize(Connection connection, String script) {
		DatabaseInitializationSettings settings = new DatabaseInitializationSettings();
		settings.setMode(this.mode);
		settings.setSchemaLocations(List.of("classpath:" + script));
		try {
			new DataSourceScriptDatabaseInitializer(new SingleConnectionDataSource(connection, true), settings)
				.initializeDatabase();
			return null;
		}
		catch (RuntimeException ex) {
			logger.debug("The script {} failed", script, ex);
			return ex;
		}
	}

	private InvalidToozUrlException missing(String script, RuntimeException why) {
		boolean tried = this.mode == DatabaseInitializationMode.ALWAYS;
		return new InvalidToozUrlException(
				"The table service_group_member cannot be used in " + this.url + ": " + DbErrors.reason(why) + ".",
				(tried ? "Permit the user to create it, or run the script "
						: "Set servicegroup.db.initialize-schema=always, or run the script ") + script
						+ " of servicegroup-autoconfigure's jar.");
	}

}
