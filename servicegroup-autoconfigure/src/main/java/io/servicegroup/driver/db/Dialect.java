package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.Locale;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * Provides the SQL expressions for times, which differ between databases. All use the
 * server's clock at the time of the statement and do not depend on time zones.
 */
enum Dialect {

	H2("CURRENT_TIMESTAMP", "DATEADD(MILLISECOND, %d, CURRENT_TIMESTAMP)",
			"CAST(EXTRACT(EPOCH FROM %s) * 1000000 AS BIGINT)"),

	POSTGRESQL("CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP + INTERVAL '%d milliseconds')",
			"CAST(EXTRACT(EPOCH FROM %s) * 1000000 AS BIGINT)"),

	/**
	 * Also MariaDB. In UTC, as local times are ambiguous when daylight saving time ends.
	 */
	MYSQL("UTC_TIMESTAMP(6)", "(UTC_TIMESTAMP(6) + INTERVAL %d * 1000 MICROSECOND)",
			"TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', %s)");

	private final String now;

	private final String later;

	private final String micros;

	Dialect(String now, String later, String micros) {
		this.now = now;
		this.later = later;
		this.micros = micros;
	}

	static Dialect of(String product) {
		return switch (product) {
			case "H2" -> H2;
			case "PostgreSQL" -> POSTGRESQL;
			case "MySQL", "MariaDB" -> MYSQL;
			default ->
				throw new InvalidToozUrlException("The driver 'db' does not support the database '" + product + "'.",
						"Use a DataSource of H2, PostgreSQL, MariaDB or MySQL, or set servicegroup.tooz-url.");
		};
	}

	String now() {
		return this.now;
	}

	/**
	 * Returns the expression for the time that is the given duration after now, or before
	 * it if negative.
	 */
	String later(Duration time) {
		// Other locales may have digits that SQL does not accept.
		return String.format(Locale.ROOT, this.later, time.plusNanos(999_999).toMillis());
	}

	/**
	 * Returns the condition that a row was seen within the down time. A row from the
	 * future does not fulfil it: the server's clock was set back, and a live member sends
	 * its next heartbeat soon.
	 */
	String alive(Duration downTime) {
		return "(last_seen_at BETWEEN " + later(downTime.negated()) + " AND " + later(downTime) + ")";
	}

	/**
	 * Returns the expression for the time in a column, in microseconds since 1970.
	 */
	String micros(String column) {
		return String.format(Locale.ROOT, this.micros, column);
	}

}
