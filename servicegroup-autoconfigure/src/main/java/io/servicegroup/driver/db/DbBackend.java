package io.servicegroup.driver.db;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.servicegroup.driver.SwitchAnnotations;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.Departure;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.RecordGeneration;
import io.servicegroup.tooz.spi.RefusedWrites;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Implements the backend {@code db}: a table with a row for each member. The database's
 * clock decides whether a member is alive. Each call takes a connection from the pool and
 * ends within a quarter of the down time, at least 250 ms and at most 3 s (3 s until the
 * table was found). Calls do not take part in the caller's transaction.
 */
final class DbBackend implements Backend {

	private static final Logger logger = LoggerFactory.getLogger(DbBackend.class);

	/** The first call may have to fill the pool and create the table. */
	private static final Duration FIRST_CALL = Duration.ofSeconds(3);

	private static final Duration DAY = Duration.ofDays(1);

	private final ProcessIdentity self;

	private final Duration downTime;

	private final Schema schema;

	private final RefusedWrites refusedWrites;

	/**
	 * Runs this member's heartbeats, joins and leaves, so that queries cannot delay them.
	 */
	private final DeadlineExecutor ownCalls;

	/** Runs queries and changes of switches. */
	private final DeadlineExecutor otherCalls;

	DbBackend(DataSource dataSource, Duration downTime, Schema schema, ProcessIdentity self) {
		this.self = self;
		this.downTime = downTime;
		this.schema = schema;
		this.refusedWrites = new RefusedWrites(downTime);
		Duration usual = ToozUrl.callTimeout(downTime);
		Supplier<Duration> deadline = () -> schema.isKnown() ? usual : FIRST_CALL;
		this.ownCalls = new DeadlineExecutor("own", dataSource, deadline);
		this.otherCalls = new DeadlineExecutor("other", dataSource, deadline);
	}

	/** Does nothing: each call takes a connection from the pool. */
	@Override
	public void connect() {
	}

	@Override
	public Duration membershipTimeout() {
		return this.downTime;
	}

	@Override
	public Set<String> groups() {
		return callOther(MemberTable::groups);
	}

	/** Does nothing: a group exists once it has a row. */
	@Override
	public void createGroup(String group) {
	}

	@Override
	public void join(String group, byte[] capabilities) {
		ColumnLimits.checkCapabilities(capabilities);
		callOwn((table) -> {
			if (table.join(group, this.self, capabilities)) {
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
		if (!callOwn((table) -> table.leave(group, this.self))) {
			throw new MemberNotJoinedException(group, this.self.member());
		}
	}

	/** Takes one statement if no row is lost. */
	@Override
	public Set<String> beat(Map<String, byte[]> memberships) {
		return callOwn((table) -> table.beat(this.self, memberships.keySet()));
	}

	@Override
	public Map<String, StoredMember> members(String group) {
		return read(group).members();
	}

	/** Takes one statement. */
	@Override
	public StoredGroup read(String group) {
		Map<String, StoredMember> members = new LinkedHashMap<>();
		Map<String, String> annotations = new HashMap<>();
		for (Row row : callOther((table) -> table.read(group))) {
			if (row.lastSeen() != null) {
				members.put(row.member(), new StoredMember(capabilities(row), null, row.lastSeen()));
				// An operator's change may delete the row of a dead member, but never one
				// of
				// these.
				annotations.put(RecordGeneration.KEY + row.member(), String.valueOf(row.created()));
			}
			annotations.putAll(SwitchAnnotations.of(row.member(), row.switches()));
		}
		return new StoredGroup(members, annotations);
	}

	/** Returns the capabilities, readable or not; nil if the row has none. */
	private static byte[] capabilities(Row row) {
		byte[] bytes = row.capabilities();
		return (bytes != null) ? bytes : Capabilities.encode(null);
	}

	/**
	 * A standby, or a database that an administrator has made read-only, goes on
	 * answering queries while rows get old. A user who may only SELECT cannot know.
	 */
	@Override
	public void requireWritable() {
		try {
			callOther(MemberTable::writeNothing);
		}
		catch (StoreUnavailableException ex) {
			this.refusedWrites.refused();
			throw ex;
		}
		catch (OperationTimeoutException | CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			logger.debug("Whether the database takes writes is not known: missing members count as dead", ex);
		}
		this.refusedWrites.requireNone("The database");
	}

	/** A leave deletes or empties the row, and the row of a dead member stays. */
	@Override
	public Map<String, Departure> departures(String group, Set<String> members) {
		return callOther((table) -> table.departures(group, members));
	}

	@Override
	public boolean knows(String group, String member) {
		return callOther((table) -> table.has(group, member));
	}

	@Override
	public AnnotationOperations annotations() {
		return new AnnotationOperations() {

			@Override
			public Map<String, String> read(String group) {
				return DbBackend.this.read(group).annotations();
			}

			@Override
			public void write(String group, String key, @Nullable String text) {
				Switch changed = Switch.of(key, text);
				callOther((table) -> changed.write(table, group));
			}

		};
	}

	@Override
	public void close() {
		this.ownCalls.close();
		this.otherCalls.close();
	}

	private <T> T callOwn(Function<MemberTable, T> work) {
		return this.ownCalls.call((connection) -> this.schema.use(connection, work));
	}

	private <T> T callOther(Function<MemberTable, T> work) {
		return this.otherCalls.call((connection) -> this.schema.use(connection, work));
	}

}
