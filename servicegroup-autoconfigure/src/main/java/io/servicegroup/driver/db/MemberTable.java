package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.servicegroup.MemberSwitches;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Reads and writes the table of members over one connection. Each statement is a
 * transaction of its own.
 */
final class MemberTable {

	private static final String TABLE = "service_group_member";

	private static final String ROW = " WHERE group_id = ? AND member_id = ?";

	private static final String NOT_SWITCHED = " AND disabled = FALSE AND forced_down = FALSE";

	/** Bounds the time of a join: a purge deletes no more rows than this. */
	private static final int LONGEST_PURGE = 100;

	/** The maximum number of ids in one statement. */
	private static final int LONGEST_LIST = 500;

	private final JdbcTemplate jdbc;

	private final Dialect dialect;

	private final Duration downTime;

	MemberTable(JdbcTemplate jdbc, Dialect dialect, Duration downTime) {
		this.jdbc = jdbc;
		this.dialect = dialect;
		this.downTime = downTime;
	}

	/** Checks that the table and its columns exist. */
	void verify() {
		this.jdbc.query(
				"SELECT group_id, member_id, host, report_count, created_at, updated_at, last_seen_at, capabilities, "
						+ "holder, disabled, disabled_reason, forced_down FROM " + TABLE + " WHERE 1 = 0",
				(row) -> {
				});
	}

	/** Writes a heartbeat of a process, and returns the groups in which it has no row. */
	Set<String> beat(ProcessIdentity holder, Set<String> groups) {
		if (groups.isEmpty()) {
			this.jdbc.queryForObject("SELECT 1", Integer.class);
			return Set.of();
		}
		Set<String> lost = new TreeSet<>();
		if (touch(holder, groups) < groups.size()) {
			lost.addAll(groups);
			lost.removeAll(
					this.jdbc.queryForList("SELECT group_id FROM " + TABLE + " WHERE member_id = ? AND holder = ?",
							String.class, holder.member(), holder.process()));
		}
		return lost;
	}

	/** Changes no row; a database that does not take writes refuses it all the same. */
	int writeNothing() {
		return this.jdbc.update("UPDATE " + TABLE + " SET report_count = report_count WHERE 1 = 0");
	}

	private int touch(ProcessIdentity holder, Set<String> groups) {
		Object[] parameters = new Object[groups.size() + 2];
		groups.toArray(parameters);
		parameters[groups.size()] = holder.member();
		parameters[groups.size() + 1] = holder.process();
		return this.jdbc.update("UPDATE " + TABLE + " SET report_count = report_count + 1, last_seen_at = "
				+ this.dialect.now() + " WHERE group_id IN ("
				+ String.join(", ", Collections.nCopies(groups.size(), "?")) + ") AND member_id = ? AND holder = ?",
				parameters);
	}

	/**
	 * Registers a process, or changes its capabilities. Returns whether the row is new.
	 */
	boolean join(String group, ProcessIdentity holder, byte[] capabilities) {
		if (takeRow(group, holder, capabilities)) {
			return false;
		}
		if (addRow(group, holder, capabilities)) {
			return true;
		}
		if (takeRow(group, holder, capabilities)) {
			return false;
		}
		throw new MemberAlreadyExistsException(group, holder.member());
	}

	private boolean takeRow(String group, ProcessIdentity holder, byte[] capabilities) {
		return this.jdbc.update(
				"UPDATE " + TABLE + " SET host = ?, capabilities = ?, holder = ?, updated_at = " + this.dialect.now()
						+ ", last_seen_at = " + this.dialect.now() + ROW + " AND (holder IS NULL OR holder = ? OR NOT "
						+ this.dialect.alive(this.downTime) + ")",
				holder.host(), capabilities, holder.process(), group, holder.member(), holder.process()) > 0;
	}

	private boolean addRow(String group, ProcessIdentity holder, byte[] capabilities) {
		String now = this.dialect.now();
		try {
			this.jdbc.update(
					"INSERT INTO " + TABLE + " (group_id, member_id, host, capabilities, holder, created_at, "
							+ "updated_at, last_seen_at) VALUES (?, ?, ?, ?, ?, " + now + ", " + now + ", " + now + ")",
					group, holder.member(), holder.host(), capabilities, holder.process());
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	/**
	 * Removes a process, and returns whether it had a row. Operators' switches are kept.
	 */
	boolean leave(String group, ProcessIdentity holder) {
		String own = ROW + " AND holder = ?";
		int gone = this.jdbc.update("DELETE FROM " + TABLE + own + NOT_SWITCHED, group, holder.member(),
				holder.process());
		return gone > 0 || this.jdbc.update("UPDATE " + TABLE + " SET holder = NULL, last_seen_at = NULL" + own, group,
				holder.member(), holder.process()) > 0;
	}

	/** Returns the members that are alive, and those with a switch. */
	List<Row> read(String group) {
		String alive = this.dialect.alive(this.downTime);
		return this.jdbc
			.query("SELECT member_id, capabilities, CASE WHEN " + alive + " THEN " + this.dialect.micros("last_seen_at")
					+ " END, disabled, disabled_reason, forced_down, " + this.dialect.micros("created_at") + " FROM "
					+ TABLE + " WHERE group_id = ? AND (" + alive + " OR disabled = TRUE OR forced_down = TRUE)",
					Row::of, group);
	}

	/** Returns how members left; nothing of those that are alive. */
	Map<String, Departure> departures(String group, Collection<String> members) {
		Map<String, Departure> departures = new HashMap<>();
		members.forEach((member) -> departures.put(member, Departure.LEFT));
		Iterator<String> all = members.iterator();
		while (all.hasNext()) {
			List<Object> parameters = new ArrayList<>(List.of(group));
			for (int i = 0; i < LONGEST_LIST && all.hasNext(); i++) {
				parameters.add(all.next());
			}
			this.jdbc
				.query("SELECT member_id, CASE WHEN " + this.dialect.alive(this.downTime) + " THEN 1 ELSE 0 END FROM "
						+ TABLE + " WHERE group_id = ? AND last_seen_at IS NOT NULL AND member_id IN ("
						+ String.join(", ", Collections.nCopies(parameters.size() - 1, "?")) + ")", (row) -> {
							if (row.getInt(2) == 0) {
								departures.put(row.getString(1), Departure.DIED);
							}
							else {
								departures.remove(row.getString(1));
							}
						}, parameters.toArray());
		}
		return departures;
	}

	boolean has(String group, String member) {
		return !this.jdbc.queryForList("SELECT 1 FROM " + TABLE + ROW, Integer.class, group, member).isEmpty();
	}

	Set<String> groups() {
		return new TreeSet<>(this.jdbc.queryForList("SELECT DISTINCT group_id FROM " + TABLE, String.class));
	}

	/** Sets a switch. A member without a row gets one that is not alive. */
	void turnOn(String group, String member, MemberSwitches on) {
		if (!setSwitch(group, member, on) && !addSwitched(group, member, on)) {
			setSwitch(group, member, on);
		}
	}

	private boolean setSwitch(String group, String member, MemberSwitches on) {
		return on.disabled() ? update(group, member, "disabled = TRUE, disabled_reason = ?", on.reason())
				: update(group, member, "forced_down = TRUE");
	}

	private boolean addSwitched(String group, String member, MemberSwitches on) {
		String now = this.dialect.now();
		try {
			this.jdbc.update(
					"INSERT INTO " + TABLE
							+ " (group_id, member_id, created_at, updated_at, disabled, disabled_reason, "
							+ "forced_down) VALUES (?, ?, " + now + ", " + now + ", ?, ?, ?)",
					group, member, on.disabled(), on.reason(), on.forcedDown());
			return true;
		}
		catch (DuplicateKeyException ex) {
			return false;
		}
	}

	void enable(String group, String member) {
		turnOff(group, member, "disabled = FALSE, disabled_reason = NULL");
	}

	void clearForcedDown(String group, String member) {
		turnOff(group, member, "forced_down = FALSE");
	}

	/** Clears a switch, and deletes the row if it has no other switch and no holder. */
	private void turnOff(String group, String member, String assignment) {
		if (update(group, member, assignment)) {
			this.jdbc.update("DELETE FROM " + TABLE + ROW + " AND holder IS NULL" + NOT_SWITCHED, group, member);
		}
	}

	private boolean update(String group, String member, String assignment, @Nullable Object... values) {
		@Nullable Object[] parameters = Arrays.copyOf(values, values.length + 2);
		parameters[values.length] = group;
		parameters[values.length + 1] = member;
		return this.jdbc.update("UPDATE " + TABLE + " SET updated_at = " + this.dialect.now() + ", " + assignment + ROW,
				parameters) > 0;
	}

	/**
	 * Deletes the rows of members that died long ago, and rows without holder and switch,
	 * which a leave leaves behind if it is interrupted or concurrent with a switch. Reads
	 * first, since a deletion that searches would lock the rows of live members.
	 */
	void purge(String group, Duration age) {
		String dead = "(last_seen_at < " + this.dialect.later(age.negated())
				+ " OR (last_seen_at IS NULL AND holder IS NULL))" + NOT_SWITCHED;
		this.jdbc
			.queryForList("SELECT member_id FROM " + TABLE + " WHERE group_id = ? AND " + dead, String.class, group)
			.stream()
			.limit(LONGEST_PURGE)
			.forEach((member) -> this.jdbc.update("DELETE FROM " + TABLE + ROW + " AND " + dead, group, member));
	}

}
