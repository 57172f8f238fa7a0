package io.servicegroup.driver.db;

import java.time.Duration;

import io.servicegroup.tooz.InvalidToozUrlException;

/**
 * How a kind of database says what the standard leaves open about times. Each is the
 * server's own time as of the statement, whatever zones there are.
 */
enum Dialect {

	H2("CURRENT_TIMESTAMP", "DATEADD(MILLISECOND, %d, CURRENT_TIMESTAMP)",
			"CAST(EXTRACT(EPOCH FROM last_seen_at) * 1000000 AS BIGINT)"),

	POSTGRESQL("CURRENT_TIMESTAMP", "(CURRENT_TIMESTAMP + INTERVAL '%d milliseconds')",
			"CAST(EXTRACT(EPOCH FROM last_seen_at) * 1000000 AS BIGINT)"),

	/**
	 * MariaDB, too. In UTC, as a local time comes twice when the summer ends.
	 */
	MYSQL("UTC_TIMESTAMP(6)", "(UTC_TIMESTAMP(6) + INTERVAL %d * 1000 MICROSECOND)",
			"TIMESTAMPDIFF(MICROSECOND, '1970-01-01 00:00:00', last_seen_at)");

	private final String now;

	private final String later;

	private final String lastSeenMicros;

	Dialect(String now, String later, String lastSeenMicros) {
		this.now = now;
		this.later = later;
		this.lastSeenMicros = lastSeenMicros;
	}

	static Dialect of(String product) {
		return switch (product) {
			case "H2" -> H2;
			case "PostgreSQL" -> POSTGRESQL;
			case "MySQL", "MariaDB" -> MYSQL;
			default ->
				throw new InvalidToozUrlException("The driver 'db' does not know the database '" + product + "'.",
						"Give it a DataSource of H2, PostgreSQL, MariaDB or MySQL, or use servicegroup.tooz-url.");
		};
	}

	String now() {
		return this.now;
	}

	/** The moment that is the given time away from now, which may be negative. */
	String later(Duration time) {
		return this.later.formatted(time.plusNanos(999_999).toMillis());
	}

	/**
	 * Whether a row was written lately. One from the future was not: the server's clock
	 * was set back, and who lives reports again soon.
	 */
	String alive(Duration downTime) {
		return "(last_seen_at BETWEEN " + later(downTime.negated()) + " AND " + later(downTime) + ")";
	}

	/** When a row was last seen, in microseconds since 1970. */
	String lastSeenMicros() {
		return this.lastSeenMicros;
	}

}
