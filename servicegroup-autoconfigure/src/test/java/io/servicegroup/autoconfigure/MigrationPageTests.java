package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.servicegroup.tck.servers.StoreFixture.within;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the properties of docs/migration.md on real servers: one application at each step,
 * all at the same time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MigrationPageTests {

	private static final Pattern WAY = Pattern.compile("(?m)^ {4}# before\n(?: {4}.*\n)+");

	private final MemcachedServer memcached = new MemcachedServer();

	private final ZooKeeperServer zooKeeper = new ZooKeeperServer();

	private final RedisServer redis = new RedisServer();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class,
				ServiceGroupHealthAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.poll-interval=200ms",
				"spring.datasource.url=jdbc:h2:mem:migration");

	@AfterAll
	void closeServers() {
		this.memcached.close();
		this.zooKeeper.close();
		this.redis.close();
	}

	static List<String> ways() throws IOException {
		return WAY.matcher(Files.readString(Path.of("../docs/migration.md")))
			.results()
			.map((result) -> result.group())
			.toList();
	}

	@Test
	void fourMigrationsAreDescribed() throws IOException {
		assertThat(ways()).hasSize(4);
	}

	/** Only the applications at the first and the last step do not find each other. */
	@ParameterizedTest(name = "{index}")
	@MethodSource("ways")
	void theMigrationKeepsTheMembers(String way) {
		List<String> steps = Arrays.stream(way.split("(?m)^ {4}# .*\n")).filter((step) -> !step.isBlank()).toList();
		assertThat(steps).hasSize(3);
		at(steps.get(0), "before").run((before) -> at(steps.get(1), "one").run((one) -> {
			ServiceGroupAPI migrating = one.getBean(ServiceGroupAPI.class);
			finds(migrating, "before", "one");
			finds(before.getBean(ServiceGroupAPI.class), "before", "one");
			at(steps.get(2), "two").run((two) -> {
				finds(two.getBean(ServiceGroupAPI.class), "one", "two");
				finds(migrating, "before", "one", "two");
				List.of(before, one, two)
					.forEach((context) -> assertThat(context.getBean(HealthIndicator.class).health().getStatus())
						.isEqualTo(Status.UP));
				assertThat(two.getBean(ServiceGroupAPI.class).getStatus().migration()).isNull();
			});
			MigrationStatus migration = Objects.requireNonNull(migrating.getStatus().migration());
			assertThat(migration.problem()).isNull();
			assertThat(migration.onlyOnOld().get("web")).containsExactly("before");
		}));
	}

	private ApplicationContextRunner at(String step, String member) {
		String here = "127.0.0.1:";
		String properties = step.replace("localhost:11211", here + this.memcached.port())
			.replace("zk1:2181,zk2:2181,zk3:2181", here + this.zooKeeper.port())
			.replace("localhost:6379", here + this.redis.port());
		return this.runner.withPropertyValues("servicegroup.member-id=" + member)
			.withPropertyValues(properties.lines().map(String::strip).toArray(String[]::new));
	}

	private static void finds(ServiceGroupAPI api, String... members) {
		ConditionFactory soon = within(Duration.ofSeconds(10));
		soon.until(() -> api.getStatus().isUp());
		soon.untilAsserted(() -> assertThat(api.read("web").members()).extracting((member) -> member.id())
			.containsExactlyInAnyOrder(members));
	}

}
