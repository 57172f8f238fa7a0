package io.servicegroup.membership;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.driver.PlainCapabilities;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.CountedStatements;
import io.servicegroup.driver.db.DatabasePools;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static io.servicegroup.membership.ServiceGroupWaits.joinOnce;
import static io.servicegroup.membership.ServiceGroupWaits.withinDespiteOutage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The load of the driver {@code db} on a database and its pool, and its deadlines when
 * these do not answer.
 */
class DbDeadlineTests extends StoreFixture {

	private static final Duration DEADLINE = TIMEOUT.dividedBy(4);

	/**
	 * Tolerance for a busy machine. Without a deadline, a pool would block a caller for
	 * 30 s, and a frozen server forever.
	 */
	private static final Duration PAUSE = Duration.ofSeconds(3);

	private HikariDataSource pool() {
		return opened(DatabasePools.of((DatabaseServer) this.server));
	}

	private static ServiceGroupDriver driver(DataSource dataSource, String member) {
		return new DbDriverFactory(dataSource, TIMEOUT, DatabaseInitializationMode.ALWAYS, "localhost").create(member);
	}

	private LiveServiceGroupAPI member(DataSource dataSource, String member) {
		LiveServiceGroupAPI api = opened(
				new LiveServiceGroupAPI(driver(dataSource, member), null, Duration.ofMillis(300), List.of()));
		api.join(this.group, Map.of());
		return api;
	}

	private static List<String> driverThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("servicegroup-db"))
			.toList();
	}

	private static void endsInTime(Runnable call, String why) {
		endsWithin(DEADLINE, call, why);
	}

	private static void endsWithin(Duration limit, Runnable call, String why) {
		long begun = System.nanoTime();
		assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(call::run)
			.withMessageContaining(why);
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(limit.plus(PAUSE));
	}

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	@Override
	protected void warmUp() {
		joinOnce(() -> driver(pool(), "first"));
	}

	@Test
	void aHeartbeatIsOneStatementAndAThousandMembersAreReadByOne() throws SQLException {
		CountedStatements counted = new CountedStatements(pool());
		ServiceGroupDriver driver = opened(driver(counted.dataSource(), "a"));
		List.of("g1", "g2", "g3").forEach((group) -> driver.join(group, Map.of()));
		addMembers("g1", 999);
		counted.take();
		driver.heartbeat();
		assertThat(counted.take()).hasSize(1).first().asString().startsWith("UPDATE");
		assertThat(driver.read("g1").members()).hasSize(1000);
		assertThat(counted.take()).hasSize(1).first().asString().startsWith("SELECT");
	}

	private void addMembers(String group, int count) throws SQLException {
		try (Connection connection = ((DatabaseServer) this.server).connect();
				PreparedStatement insert = connection.prepareStatement(
						"INSERT INTO service_group_member (group_id, member_id, holder, created_at, updated_at, last_seen_at, "
								+ "capabilities) VALUES (?, ?, 'x', now(), now(), now(), ?)")) {
			for (int i = 0; i < count; i++) {
				insert.setString(1, group);
				insert.setString(2, "m" + i);
				insert.setBytes(3, PlainCapabilities.packed(Map.of("weight", i)));
				insert.addBatch();
			}
			insert.executeBatch();
		}
	}

	@Test
	void aFrozenServerMakesViewsStaleAndThreadsDoNotAccumulate() {
		LiveServiceGroupAPI a = member(pool(), "a");
		LiveServiceGroupAPI b = member(pool(), "b");
		within(Duration.ofSeconds(2)).until(() -> a.getAll(this.group).size() == 2);
		this.server.pause();
		try {
			endsInTime(() -> b.read(this.group), "is unavailable");
			withinDespiteOutage(TIMEOUT).until(() -> a.view(this.group).stale());
			assertThat(a.view(this.group).members()).hasSize(2);
			within(TIMEOUT.multipliedBy(2)).until(() -> !a.getStatus().isUp());
			for (int i = 0; i < 4; i++) {
				endsInTime(() -> b.read(this.group), "is unavailable");
			}
			// The join waits for the heartbeat in progress.
			endsWithin(DEADLINE.multipliedBy(2), () -> b.join("other", Map.of()), "is unavailable");
			assertThat(driverThreads()).as("two per executor, and one that aborts connections")
				.hasSizeLessThanOrEqualTo(2 * 2 * 3);
		}
		finally {
			this.server.resume();
		}
		// After an outage, a pool tries to connect only every five seconds.
		withinDespiteOutage(RECOVERY.plusSeconds(5)).until(() -> a.getStatus().isUp() && b.getStatus().isUp()
				&& !a.view(this.group).stale() && a.view(this.group).members().size() == 2);
	}

	@Test
	void anExhaustedPoolIsReportedAndWaitsAreCancelled() throws SQLException {
		HikariDataSource pool = pool();
		pool.setMaximumPoolSize(1);
		ServiceGroupDriver driver = opened(driver(pool, "a"));
		driver.join(this.group, Map.of());
		try (Connection taken = pool.getConnection()) {
			assertThat(taken.isValid(1)).isTrue();
			for (int i = 0; i < 3; i++) {
				endsInTime(driver::heartbeat, "the pool is large enough");
			}
			endsInTime(() -> driver.read(this.group), "the pool is large enough");
			within(DEADLINE).until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0);
		}
		driver.heartbeat();
		assertThat(driver.read(this.group).isUp("a")).isTrue();
	}

	@Test
	void capabilitiesThatGotNoConnectionAreWrittenOnceByTheNextHeartbeat() throws SQLException {
		HikariDataSource pool = pool();
		pool.setMaximumPoolSize(1);
		CountedStatements counted = new CountedStatements(pool);
		ServiceGroupDriver driver = opened(driver(counted.dataSource(), "a"));
		driver.join(this.group, Map.of("v", 1));
		driver.join("other", Map.of("v", 1));
		try (Connection taken = pool.getConnection()) {
			assertThat(taken.isValid(1)).isTrue();
			endsInTime(() -> driver.prepareUpdate(this.group, Map.of("v", 2)).write(), "the pool is large enough");
		}
		counted.take();
		driver.heartbeat();
		assertThat(counted.take()).as("the heartbeat and the capabilities").hasSize(2);
		assertThat(driver.read(this.group).members().get(0).capabilities()).isEqualTo(Map.of("v", 2L));
		counted.take();
		driver.heartbeat();
		assertThat(counted.take()).hasSize(1);
	}

	@Test
	void aCallTakesNoPartInTheCallersTransaction() {
		HikariDataSource pool = pool();
		LiveServiceGroupAPI observer = member(pool(), "observer");
		ServiceGroupDriver driver = opened(driver(pool, "a"));
		new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult((transaction) -> {
			driver.join(this.group, Map.of());
			assertThat(observer.read(this.group).isUp("a")).as("before the end of the transaction").isTrue();
			transaction.setRollbackOnly();
		});
		assertThat(observer.read(this.group).isUp("a")).as("after a rollback").isTrue();
	}

	@Test
	void thePoolsAutoCommitIsRestored() throws SQLException {
		HikariDataSource pool = pool();
		pool.setAutoCommit(false);
		pool.setMaximumPoolSize(1);
		ServiceGroupDriver driver = opened(driver(pool, "a"));
		driver.join(this.group, Map.of());
		assertThat(opened(driver(pool(), "b")).read(this.group).isUp("a")).isTrue();
		try (Connection connection = pool.getConnection()) {
			assertThat(connection.getAutoCommit()).isFalse();
		}
	}

	@Test
	void aClosedDriverLeavesNoThreadAndNoRow() {
		ServiceGroupDriver driver = driver(pool(), "a");
		driver.join(this.group, Map.of());
		driver.read(this.group);
		assertThat(driverThreads()).isNotEmpty();
		driver.close();
		// Threads of earlier tests with frozen servers may still be ending.
		within(Duration.ofSeconds(5)).until(() -> driverThreads().isEmpty());
		assertThat(opened(driver(pool(), "b")).read(this.group).members()).isEmpty();
		endsInTime(driver::heartbeat, "stopped");
	}

	@Test
	void aDroppedTableIsReportedAndCreatedAgain() throws SQLException {
		ServiceGroupDriver driver = opened(driver(pool(), "a"));
		driver.join(this.group, Map.of());
		try (Connection connection = ((DatabaseServer) this.server).connect()) {
			connection.createStatement().execute("DROP TABLE service_group_member");
		}
		assertThatExceptionOfType(ServiceGroupException.class).isThrownBy(driver::heartbeat)
			.withMessageContaining("service_group_member");
		driver.heartbeat();
		assertThat(driver.read(this.group).isUp("a")).isTrue();
	}

}
