package io.servicegroup.driver.db;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import javax.sql.DataSource;

import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;
import io.servicegroup.driver.PlainCapabilities;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.ToozUrl;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

/**
 * The driver {@code db}: a table of members in a database, which tells by its own clock
 * who was seen lately. Its calls end within a quarter of the down time, 250 ms at least
 * and 3 s at most (until it was reached for the first time, 3 s), those that change this
 * member after those of them that are under way, and take no part in the caller's
 * transaction.
 */
public final class DbServiceGroupDriver implements ServiceGroupDriver {

	private static final int LONGEST_CAPABILITIES = 1_000_000;

	/** A pool is made, and the table, perhaps. */
	private static final Duration FIRST_CALL = Duration.ofSeconds(3);

	private final Holder self;

	private final Duration downTime;

	private final Schema schema;

	/** For what this member says of itself: others' questions cannot hold it up. */
	private final Lane own;

	private final Lane questions;

	private final OwnRows rows;

	private final Listings listings = new Listings();

	/**
	 * Creates the driver; nothing is connected yet.
	 * @param dataSource where the connections come from, not closed with the driver
	 * @param downTime after which a member that was not seen is down
	 * @param mode whether to create the table
	 * @param memberId the id under which it joins
	 * @param host this machine's name, for people to read
	 * @throws InvalidServiceGroupException if the id is refused
	 */
	public DbServiceGroupDriver(DataSource dataSource, Duration downTime, DatabaseInitializationMode mode,
			String memberId, String host) {
		Texts.checkId("member", memberId);
		this.self = new Holder(memberId, UUID.randomUUID().toString(), host);
		this.downTime = downTime;
		this.schema = new Schema(dataSource, mode, downTime);
		DbErrors errors = new DbErrors(this.schema::url);
		Duration usual = ToozUrl.callTimeout(downTime);
		Supplier<Duration> deadline = () -> this.schema.isKnown() ? usual : FIRST_CALL;
		this.own = new Lane("own", dataSource, deadline, errors);
		this.questions = new Lane("questions", dataSource, deadline, errors);
		this.rows = new OwnRows(this.self, downTime, this::tell);
	}

	/**
	 * Sees that the table is there, and makes it where that is wanted. Without it, the
	 * first call does so.
	 * @throws InvalidServiceGroupException if the table is missing, or the database is of
	 * a kind that this driver does not know
	 * @throws io.servicegroup.ServiceGroupUnavailableException if the database cannot be
	 * asked
	 */
	public void prepare() {
		ask(Function.identity());
	}

	@Override
	public String memberId() {
		return this.self.member();
	}

	@Override
	public String backend() {
		return "db";
	}

	@Override
	public String url() {
		return this.schema.url();
	}

	@Override
	public Duration membershipTimeout() {
		return this.downTime;
	}

	@Override
	public void checkGroup(String group) {
		Texts.checkId("group", group);
	}

	@Override
	public void join(String group, Map<String, ?> capabilities) {
		checkGroup(group);
		this.rows.join(group, packed(capabilities));
	}

	@Override
	public void leave(String group) {
		this.rows.leave(group);
	}

	@Override
	public void updateCapabilities(String group, Map<String, ?> capabilities) {
		if (!this.rows.update(group, packed(capabilities))) {
			throw noMember(group, memberId());
		}
	}

	private static byte[] packed(Map<String, ?> capabilities) {
		byte[] packed = PlainCapabilities.packed(capabilities);
		if (packed.length > LONGEST_CAPABILITIES) {
			throw new InvalidServiceGroupException(
					"The capabilities are refused: they have " + packed.length + " bytes.",
					"Say less of the member: " + LONGEST_CAPABILITIES + " bytes are the most.", null);
		}
		return packed;
	}

	@Override
	public void heartbeat() {
		this.rows.beat();
	}

	@Override
	public GroupListing read(String group) {
		checkGroup(group);
		return this.listings.of(group, ask((table) -> table.read(group)), memberId());
	}

	@Override
	public boolean knows(String group, String member) {
		return ask((table) -> table.has(group, member));
	}

	@Override
	public void disable(String group, String member, String reason) {
		Texts.checkReason(reason);
		turn(group, member, (table) -> table.turnOn(group, member, new MemberSwitches(true, reason, false)));
	}

	@Override
	public void enable(String group, String member) {
		turn(group, member, (table) -> table.enable(group, member));
	}

	@Override
	public void forceDown(String group, String member) {
		turn(group, member, (table) -> table.turnOn(group, member, new MemberSwitches(false, null, true)));
	}

	@Override
	public void release(String group, String member) {
		turn(group, member, (table) -> table.release(group, member));
	}

	private void turn(String group, String member, Consumer<MemberTable> turn) {
		checkGroup(group);
		Texts.checkId("member", member);
		ask((table) -> {
			turn.accept(table);
			return true;
		});
	}

	@Override
	public Instant updatedTime(String group, String member) {
		return members(group).stream()
			.filter((one) -> one.id().equals(member))
			.findFirst()
			.orElseThrow(() -> noMember(group, member))
			.updatedAt();
	}

	private static InvalidServiceGroupException noMember(String group, String member) {
		return new InvalidServiceGroupException("'" + member + "' is no member of group '" + group + "'.",
				"Name one that stands in it.", null);
	}

	@Override
	public Set<String> groups() {
		return ask(MemberTable::groups);
	}

	/** A database does not push: the views poll. */
	@Override
	public AutoCloseable watch(String group, Runnable lookAgain) {
		return () -> {
		};
	}

	@Override
	public void close() {
		try {
			this.rows.leaveAll();
		}
		finally {
			this.own.close();
			this.questions.close();
		}
	}

	private void tell(Consumer<MemberTable> what) {
		this.own.call((connection) -> this.schema.use(connection, (table) -> {
			what.accept(table);
			return true;
		}));
	}

	private <T> T ask(Function<MemberTable, T> question) {
		return this.questions.call((connection) -> this.schema.use(connection, question));
	}

}
