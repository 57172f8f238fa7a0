package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.servicegroup.driver.Notes;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.WarnOnce;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backend {@code db}: a row for each member, which the database's own clock tells to
 * be alive or not. Calls take a connection from the pool and end within a quarter of the
 * down time, 250 ms at least and 3 s at most (3 s until the table was found). They take
 * no part in the caller's transaction.
 */
final class DbBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(DbBackend.class);

	/** A pool is made, and the table, perhaps. */
	private static final Duration FIRST_CALL = Duration.ofSeconds(3);

	private static final Duration DAY = Duration.ofDays(1);

	private final ProcessIdentity self;

	private final Duration downTime;

	private final Schema schema;

	/** For what this member says of itself: others' questions cannot hold it up. */
	private final DeadlineExecutor own;

	private final DeadlineExecutor questions;

	private final WarnOnce broken = new WarnOnce();

	DbBackend(DataSource dataSource, Duration downTime, Schema schema, ProcessIdentity self) {
		this.self = self;
		this.downTime = downTime;
		this.schema = schema;
		Duration usual = ToozUrl.callTimeout(downTime);
		Supplier<Duration> deadline = () -> schema.isKnown() ? usual : FIRST_CALL;
		this.own = new DeadlineExecutor("own", dataSource, deadline);
		this.questions = new DeadlineExecutor("questions", dataSource, deadline);
	}

	/** Nothing to do: each call connects. */
	@Override
	public void connect() {
	}

	@Override
	public Duration membershipTimeout() {
		return this.downTime;
	}

	@Override
	public Set<String> groups() {
		return ask(MemberTable::groups);
	}

	/** A group is there once it has a row. */
	@Override
	public void createGroup(String group) {
	}

	@Override
	public void join(String group, byte[] capabilities) {
		ColumnLimits.checkCapabilities(capabilities);
		tell((table) -> {
			if (table.enter(group, this.self, capabilities)) {
				purge(table, group);
			}
			return true;
		});
	}

	private void purge(MemberTable table, String group) {
		Duration tenfold = this.downTime.multipliedBy(10);
		try {
			table.purge(group, (tenfold.compareTo(DAY) > 0) ? tenfold : DAY);
		}
		catch (RuntimeException ex) {
			logger.debug("Purge of dead members of group '{}' failed; the next join retries it", group, ex);
		}
	}

	@Override
	public void leave(String group) {
		if (!tell((table) -> table.leave(group, this.self))) {
			throw new MemberNotJoinedException(group, this.self.member());
		}
	}

	/** One statement where nothing is lost. */
	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return tell((table) -> table.beat(this.self, memberships.keySet()));
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return read(group).members();
	}

	/** One statement. */
	@Override
	public StoredGroup read(String group) {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Map<String, String> notes = new HashMap<>();
		for (Row row : ask((table) -> table.read(group))) {
			if (row.lastSeen() != null) {
				members.put(row.member(), new StoredMember(readable(group, row), null, row.lastSeen()));
			}
			notes.putAll(Notes.of(row.member(), row.switches()));
		}
		return new StoredGroup(members, notes);
	}

	/** A member is up by a column of its own: broken capabilities do not hide it. */
	private byte[] readable(String group, Row row) {
		byte[] bytes = row.capabilities();
		try {
			if (bytes != null) {
				Capabilities.decode(bytes);
				return bytes;
			}
		}
		catch (SerializationException ex) {
			if (this.broken.isNews(group + '\0' + row.member(), bytes)) {
				logger
					.warn("Capabilities of member '{}' in group '{}' are broken in the table ({}): it is shown without "
							+ "any until it writes them again", row.member(), group, ex.getMessage());
			}
		}
		return Capabilities.encode(null);
	}

	@Override
	public boolean knows(String group, String member) {
		return ask((table) -> table.has(group, member));
	}

	@Override
	public AnnotationOperations notes() {
		return new AnnotationOperations() {

			@Override
			public Map<String, String> read(String group) {
				return DbBackend.this.read(group).notes();
			}

			@Override
			public void write(String group, String key, @Nullable String text) {
				Switch changed = Switch.of(key, text);
				ask((table) -> changed.write(table, group));
			}

		};
	}

	@Override
	public void close() {
		this.own.close();
		this.questions.close();
	}

	private <T> T tell(Function<MemberTable, T> change) {
		return this.own.call((connection) -> this.schema.use(connection, change));
	}

	private <T> T ask(Function<MemberTable, T> question) {
		return this.questions.call((connection) -> this.schema.use(connection, question));
	}

}
