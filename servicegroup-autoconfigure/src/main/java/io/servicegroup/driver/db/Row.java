package io.servicegroup.driver.db;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * A row of the table of members.
 *
 * @param lastSeen the time of the last heartbeat, or {@code null} if the member is not
 * alive
 * @param created the time of the row's creation, in microseconds since 1970
 */
record Row(String member, byte @Nullable [] capabilities, @Nullable Instant lastSeen, MemberSwitches switches,
		long created) {

	static Row of(ResultSet row, int number) throws SQLException {
		long micros = row.getLong(3);
		@Nullable Instant lastSeen = row.wasNull() ? null : Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
		return new Row(
				row.getString(1), row.getBytes(2), lastSeen, new MemberSwitches(row.getBoolean(4),
						Objects.requireNonNullElse(row.getString(5), "no reason given"), row.getBoolean(6)),
				row.getLong(7));
	}

}
