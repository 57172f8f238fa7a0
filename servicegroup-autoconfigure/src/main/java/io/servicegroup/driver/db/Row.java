package io.servicegroup.driver.db;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.PlainCapabilities;
import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.RowMapper;

/**
 * A member as the table has it.
 */
record Row(String member, byte @Nullable [] capabilities, long lastSeenMicros, boolean alive, MemberSwitches switches) {

	static final RowMapper<Row> MAPPER = (row, number) -> new Row(row.getString(1), row.getBytes(2), row.getLong(3),
			row.getBoolean(4), new MemberSwitches(row.getBoolean(5), row.getString(6), row.getBoolean(7)));

	Instant lastSeen() {
		return Instant.EPOCH.plus(this.lastSeenMicros, ChronoUnit.MICROS);
	}

	static GroupListing listing(List<Row> rows, String self) {
		List<Member> living = new ArrayList<>();
		Map<String, MemberSwitches> switches = new HashMap<>();
		for (Row row : rows) {
			if (row.alive) {
				living.add(new Member(row.member, row.member.equals(self), true,
						PlainCapabilities.unpacked(row.capabilities), row.lastSeen()));
			}
			if (!row.switches.equals(MemberSwitches.NONE)) {
				switches.put(row.member, row.switches);
			}
		}
		return GroupListing.of(living, switches);
	}

}
