package io.servicegroup.migration;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.InvalidServiceGroupException;
import io.servicegroup.ServiceGroupException;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.driver.db.DbDriverFactory;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.coordination.Coordinators;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

import static io.servicegroup.membership.ServiceGroupWaits.joinOnce;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A join or capabilities that source or target refuses change neither. The directory
 * accepts everything; ZooKeeper and the database refuse capabilities beyond a megabyte.
 */
class MigrationRefusalTests extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	private static final Map<String, ?> TOO_LONG = Map.of("text", "x".repeat(1_000_001));

	private final JdbcDataSource database = new JdbcDataSource();

	private SharedDirectory directory;

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@BeforeAll
	void openOthers() {
		this.directory = new SharedDirectory();
		this.database.setURL("jdbc:h2:mem:refusals;DB_CLOSE_DELAY=-1");
		joinOnce(() -> onDatabase("first"));
	}

	@AfterEach
	void wipeDirectory() {
		this.directory.wipe();
	}

	@AfterAll
	void closeDirectory() {
		this.directory.close();
	}

	private ServiceGroupDriver onZooKeeper(String member) {
		return new ToozServiceGroupDriver(Coordinators.parse(url()), member);
	}

	private ServiceGroupDriver onDirectory(String member) {
		String url = this.directory.url("timeout=" + TIMEOUT.toSeconds());
		return new ToozServiceGroupDriver(Coordinators.parse(url), member);
	}

	private ServiceGroupDriver onDatabase(String member) {
		return new DbDriverFactory(this.database, TIMEOUT, DatabaseInitializationMode.ALWAYS, "host").create(member);
	}

	private LiveServiceGroupAPI moving(ServiceGroupDriver to, ServiceGroupDriver from) {
		return opened(new LiveServiceGroupAPI(new MigratingDriver(to, from, Duration.ofMillis(500)),
				Duration.ofMillis(500), Duration.ofMillis(300), List.of()));
	}

	private void staysAway(String member, ServiceGroupDriver from) {
		ServiceGroupDriver observer = opened(from);
		within(SOON).until(() -> !observer.read(this.group).isUp(member));
		within(SOON).during(Duration.ofSeconds(2)).until(() -> !observer.read(this.group).isUp(member));
	}

	@Test
	void aMemberThatTheTargetRefusesLeavesTheSource() {
		LiveServiceGroupAPI a = moving(onZooKeeper("a"), onDirectory("a"));
		assertThatExceptionOfType(ServiceGroupException.class).isThrownBy(() -> a.join(this.group, TOO_LONG))
			.withMessageContaining("the limit is 1000000 bytes");
		staysAway("a", onDirectory("o"));
		a.join(this.group, Map.of());
		assertThat(opened(onDirectory("o2")).read(this.group).isUp("a")).isTrue();
	}

	@Test
	void aMemberThatTheTargetKeepsRefusingDoesNotFlapInTheSource() {
		LiveServiceGroupAPI a = moving(onZooKeeper("a"), onDirectory("a"));
		a.want(this.group, TOO_LONG);
		a.start();
		within(SOON).until(
				() -> Objects.requireNonNullElse(a.getStatus().problem(), "").contains("the limit is 1000000 bytes"));
		staysAway("a", onDirectory("o"));
	}

	@Test
	void aMemberThatTheSourceThenRefusesLeavesTheTarget() {
		ServiceGroupDriver duplicate = opened(onDirectory("a"));
		duplicate.join(this.group, Map.of());
		ServiceGroupDriver a = opened(new MigratingDriver(onDirectory("a"), onDatabase("a"), null));
		assertThatExceptionOfType(DuplicateMemberException.class).isThrownBy(() -> a.join(this.group, Map.of()));
		duplicate.leave(Set.of(this.group));
		assertThatExceptionOfType(InvalidServiceGroupException.class).isThrownBy(() -> a.join(this.group, TOO_LONG));
		assertThat(duplicate.read(this.group).isUp("a")).isFalse();
	}

	@Test
	void aMemberKeepsItsCapabilitiesIfNewOnesAreRefusedAndCanLeave() {
		LiveServiceGroupAPI a = moving(onDirectory("a"), onDatabase("a"));
		a.join(this.group, Map.of("v", 1));
		assertThatExceptionOfType(InvalidServiceGroupException.class)
			.isThrownBy(() -> a.updateCapabilities(this.group, TOO_LONG));
		ServiceGroupDriver old = opened(onDatabase("o"));
		assertThat(old.read(this.group).members()).singleElement()
			.satisfies((member) -> assertThat(member.capabilities()).containsOnlyKeys("v"));
		a.leave(this.group);
		staysAway("a", old);
	}

}
