package io.servicegroup.membership;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.zaxxer.hikari.HikariDataSource;
import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DatabasePools;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.Warnings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static io.servicegroup.membership.ServiceGroupWaits.joinOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The contract of all drivers, and the content of the table, for the driver {@code db}
 * with a pool per application.
 */
abstract class DbServiceGroupContract extends ServiceGroupContract {

	/** After an outage, a pool tries to connect only every five seconds. */
	@Override
	protected Duration recovery() {
		return RECOVERY.plusSeconds(5);
	}

	private DatabaseServer database() {
		return (DatabaseServer) this.server;
	}

	@Override
	protected ServiceGroupDriver driver(String member) {
		return driver(member, TIMEOUT);
	}

	private ServiceGroupDriver driver(String member, Duration downTime) {
		return new DbDriverFactory(opened(DatabasePools.of(database())), downTime, DatabaseInitializationMode.ALWAYS,
				"host-of-" + member)
			.create(member);
	}

	@Override
	protected void warmUp() {
		joinOnce(() -> driver("first"));
	}

	private ServiceGroupDriver joined(String member, Duration downTime) {
		ServiceGroupDriver driver = opened(driver(member, downTime));
		driver.join(this.group, Map.of());
		return driver;
	}

	private String ask(String sql) throws SQLException {
		try (Connection connection = database().connect()) {
			return DatabaseServer.ask(connection, sql);
		}
	}

	private void execute(String sql) throws SQLException {
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private String cell(String column, String member) throws SQLException {
		return ask("SELECT " + column + " FROM service_group_member WHERE group_id = '" + this.group
				+ "' AND member_id = '" + member + "'");
	}

	/**
	 * The pool's connections refuse writes, as those to a standby do.
	 * @param refuseWrites the statement that makes a session refuse writes
	 */
	protected void checkThatNobodyLeavesWhileWritesAreRefused(String refuseWrites) {
		joined("a", TIMEOUT);
		HikariDataSource standby = opened(DatabasePools.of(database()));
		standby.setConnectionInitSql(refuseWrites);
		ServiceGroupDriver observer = opened(
				new DbDriverFactory(standby, TIMEOUT, DatabaseInitializationMode.NEVER, "host").create("observer"));
		assertThat(observer.read(this.group).member("a")).isPresent();
		within(TIMEOUT.multipliedBy(2)).until(() -> {
			try {
				assertThat(observer.read(this.group).member("a")).isPresent();
				return false;
			}
			catch (ServiceGroupUnavailableException ex) {
				assertThat(ex).hasMessageContaining("writable server");
				return true;
			}
		});
	}

	@Test
	void aRowDescribesItsMember() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		Instant joined = a.read(this.group).member("a").orElseThrow().updatedAt();
		assertThat(Duration.between(joined, Instant.now()).abs()).isLessThan(Duration.ofSeconds(5));
		assertThat(cell("host", "a")).isEqualTo("host-of-a");
		a.heartbeat();
		a.heartbeat();
		assertThat(cell("report_count", "a")).isEqualTo("2");
		assertThat(a.read(this.group).member("a").orElseThrow().updatedAt()).isAfter(joined);
	}

	@Test
	void aDeadProcessIsReplacedAndGetsADuplicateErrorWhenItWakes() {
		ServiceGroupDriver first = joined("a", TIMEOUT);
		ServiceGroupDriver second = opened(driver("a", TIMEOUT));
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(() -> second.join(this.group, Map.of()));
		within(TIMEOUT.multipliedBy(2)).until(() -> second.read(this.group).members().isEmpty());
		second.join(this.group, Map.of("v", 2));
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(first::heartbeat);
		first.leave(Set.of(this.group));
		second.heartbeat();
		assertThat(second.read(this.group).members().get(0).capabilities()).isEqualTo(Map.of("v", 2L));
	}

	@Test
	void aDuplicateInOneGroupDoesNotAffectAnother() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		a.join("other", Map.of());
		execute("UPDATE service_group_member SET holder = 'another' WHERE group_id = '" + this.group + "'");
		execute("DELETE FROM service_group_member WHERE group_id = 'other'");
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(a::heartbeat);
		assertThat(a.read("other").isUp("a")).isTrue();
	}

	@Test
	void settingASwitchIsNoHeartbeatAndTheSwitchIsKeptWhenTheMemberLeaves() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		Instant seen = a.read(this.group).member("a").orElseThrow().updatedAt();
		a.disable(this.group, "a", "its disk fails");
		assertThat(a.read(this.group).member("a").orElseThrow().updatedAt()).isEqualTo(seen);
		assertThat(cell("report_count", "a")).isEqualTo("0");
		a.leave(Set.of(this.group));
		assertThat(a.read(this.group).members()).isEmpty();
		assertThat(a.read(this.group).switches())
			.isEqualTo(Map.of("a", new MemberSwitches(true, "its disk fails", false)));
		a.enable(this.group, "a");
		assertThat(a.groups()).isEmpty();
	}

	@Test
	void aSwitchCanBeSetAndClearedBySql() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		execute("UPDATE service_group_member SET disabled = TRUE");
		assertThat(a.read(this.group).switches())
			.isEqualTo(Map.of("a", new MemberSwitches(true, "no reason given", false)));
		a.disable(this.group, "a", "its disk fails");
		execute("UPDATE service_group_member SET disabled = FALSE");
		assertThat(a.read(this.group).switches()).isEmpty();
		assertThat(a.read(this.group).members().get(0).switches()).isEqualTo(MemberSwitches.NONE);
	}

	@Test
	void aMemberWithoutARowCanHaveSwitchesAndIsNotAlive() {
		ServiceGroupDriver a = opened(driver("a", TIMEOUT));
		a.forceDown(this.group, "b");
		a.disable(this.group, "b", "fenced");
		assertThat(a.read(this.group).members()).isEmpty();
		assertThat(a.read(this.group).switches()).isEqualTo(Map.of("b", new MemberSwitches(true, "fenced", true)));
		joined("b", TIMEOUT);
		assertThat(a.read(this.group).members()).as("forced down").isEmpty();
		a.clearForcedDown(this.group, "b");
		assertThat(a.read(this.group).isUp("b")).isTrue();
	}

	@Test
	void aJoinPurgesMembersThatDiedLongAgoUnlessTheyHaveASwitch() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		for (String member : new String[] { "dead", "fenced" }) {
			String longAgo = "TIMESTAMP '2020-01-01 00:00:00'";
			execute("INSERT INTO service_group_member (group_id, member_id, holder, created_at, updated_at, last_seen_at, "
					+ "forced_down) VALUES ('" + this.group + "', '" + member + "', 'x', " + longAgo + ", " + longAgo
					+ ", " + longAgo + ", " + member.equals("fenced") + ")");
		}
		execute("INSERT INTO service_group_member (group_id, member_id, created_at, updated_at) VALUES ('" + this.group
				+ "', 'left', TIMESTAMP '2020-01-01 00:00:00', TIMESTAMP '2020-01-01 00:00:00')");
		a.heartbeat();
		assertThat(cell("holder", "dead")).isEqualTo("x");
		joined("b", TIMEOUT);
		assertThat(cell("holder", "dead")).isNull();
		assertThat(cell("member_id", "left")).as("neither held nor switched").isNull();
		assertThat(cell("holder", "fenced")).isEqualTo("x");
	}

	@Test
	void aMemberThatWasNeverSeenAliveCanBeForcedDownAsInNova() throws SQLException {
		joined("host1", TIMEOUT);
		execute("UPDATE service_group_member SET last_seen_at = NULL, holder = NULL");
		LiveServiceGroupAPI api = api("operator");
		assertThat(api.serviceIsUp(this.group, "host1")).isFalse();
		api.forceDown(this.group, "host1");
		assertThat(api.read(this.group).switches().get("host1").forcedDown()).isTrue();
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> api.forceDown(this.group, "host2"));
	}

	@Test
	void aMemberSeenInTheFutureIsNotUp() throws SQLException {
		ServiceGroupDriver a = joined("a", TIMEOUT);
		execute("UPDATE service_group_member SET last_seen_at = TIMESTAMP '2037-01-01 00:00:00'");
		assertThat(a.read(this.group).isUp("a")).isFalse();
		a.heartbeat();
		assertThat(a.read(this.group).isUp("a")).isTrue();
	}

	private void insert(String member, String lastSeen, String hex, int times) throws SQLException {
		String now = (database() instanceof MariaDbServer) ? "UTC_TIMESTAMP(6)" : "CURRENT_TIMESTAMP";
		try (Connection connection = database().connect();
				PreparedStatement insert = connection.prepareStatement(
						"INSERT INTO service_group_member (group_id, member_id, created_at, updated_at, last_seen_at, "
								+ "capabilities, disabled) VALUES (?, ?, " + now + ", " + now + ", "
								+ lastSeen.replace("now", now) + ", ?, TRUE)")) {
			insert.setString(1, this.group);
			insert.setString(2, member);
			insert.setBytes(3, (hex != null) ? HexFormat.of().parseHex(hex.repeat(times)) : null);
			insert.executeUpdate();
		}
	}

	@Test
	void aHostileRowHidesNoMemberAndIsLoggedOnce() throws SQLException {
		Warnings warnings = opened(new Warnings("io.servicegroup.tooz.Coordinator"));
		// Long enough for the rows, which get no heartbeat, to be alive at the end.
		ServiceGroupDriver a = opened(driver("a", Duration.ofSeconds(60)));
		a.join(this.group, Map.of("v", 1));
		insert("garbage", "now", "c1", 1);
		insert("deep", "now", "91", 1_000_000);
		insert("promises", "now", "dfffffffff", 1);
		insert("nothing", "now", null, 0);
		insert("never", "NULL", null, 0);
		for (String absurd : absurdTimes()) {
			insert(absurd, absurd, "c1", 1);
		}
		for (int i = 0; i < 2; i++) {
			a.heartbeat();
			assertThat(a.read(this.group).members()).extracting(Member::id)
				.containsExactlyInAnyOrder("a", "garbage", "deep", "promises", "nothing");
		}
		assertThat(a.read(this.group).members()).filteredOn(Member::self)
			.singleElement()
			.satisfies((self) -> assertThat(self.capabilities()).isEqualTo(Map.of("v", 1L)));
		assertThat(a.read(this.group).members()).filteredOn((member) -> !member.self())
			.allSatisfy((member) -> assertThat(member.capabilities()).isEmpty());
		assertThat(warnings.messages()).singleElement()
			.satisfies((message) -> assertThat(message).contains("Unreadable capabilities of 3 members, such as '"));
		assertThat(a.read(this.group).switches()).hasSize(5 + absurdTimes().size());
	}

	/**
	 * Returns times outside the range of microseconds since 1970, if the database has
	 * any.
	 */
	protected List<String> absurdTimes() {
		return List.of("TIMESTAMP '9999-12-31 23:59:59'", "TIMESTAMP '0001-01-01 00:00:00'");
	}

	@Test
	void idsAreStoredUnchanged() {
		ServiceGroupDriver a = joined("Grün \uD83D\uDE00 '%", TIMEOUT);
		joined("grün \uD83D\uDE00 '%", TIMEOUT);
		assertThat(a.read(this.group).members()).extracting("id")
			.containsExactlyInAnyOrder("Grün \uD83D\uDE00 '%", "grün \uD83D\uDE00 '%");
		String longest = "\u00e4".repeat(255);
		a.join(longest, Map.of("value", "x".repeat(900_000)));
		assertThat(a.groups()).isEqualTo(Set.of(this.group, longest));
		assertThat(a.read(longest)
			.members()
			.get(0)
			.capabilities()
			.get("value")
			.toString()
			.getBytes(StandardCharsets.UTF_8)).hasSize(900_000);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " a", "a\t", "a\0b", "\uD83D" })
	void anIdThatTheTableCannotStoreIsRefused(String id) {
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> driver(id));
		ServiceGroupDriver a = opened(driver("a"));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.join(id, Map.of()));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.forceDown("g", id));
	}

	@Test
	void valuesThatAreTooLongAreRefused() {
		ServiceGroupDriver a = opened(driver("a"));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.checkGroup("x".repeat(256)))
			.satisfies((ex) -> assertThat(ex.fix()).contains("255"));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.disable("g", "a", "x".repeat(1001)));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.join("g", Map.of("value", "x".repeat(1_000_001))));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(a::elections);
	}

}
