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
 * Checks with the first connection that the table exists, and creates it if configured.
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

	/** Returns the database's URL, without secrets. */
	String url() {
		return this.url;
	}

	/** Returns whether the table was found. */
	boolean isKnown() {
		return this.dialect != null;
	}

	/** Runs work on the table. If the table is missing, the next call checks it again. */
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
		this.url = JdbcUrl.redactedUrl(connection.getMetaData().getURL());
		Dialect found = Dialect.of(connection.getMetaData().getDatabaseProductName());
		String script = SCRIPT.formatted(found.name().toLowerCase(Locale.ROOT));
		@Nullable RuntimeException failure = initialize(connection, script);
		try {
			table(connection, found).verify();
		}
		catch (BadSqlGrammarException ex) {
			throw missing(script, (failure != null) ? failure : ex);
		}
		this.dialect = found;
		return found;
	}

	/**
	 * Runs the script and returns its failure. The failure does not matter if the table
	 * exists: another process may just have created it, or the user may use tables but
	 * not create them.
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
			logger.debug("Database script {} failed", script, ex);
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
