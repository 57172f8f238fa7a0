package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupMigrationMetrics;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.migration.MigratingDriver;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitions;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.env.EnvironmentEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.env.EnvironmentEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class MigrationConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ServiceGroupAutoConfiguration.class, ServiceGroupEndpointAutoConfiguration.class,
						ServiceGroupMetricsAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=a", "servicegroup.poll-interval=200ms",
				"management.endpoints.web.exposure.include=*");

	private String location(String name) {
		return "file://" + this.directory.resolve(name) + "?timeout=60";
	}

	@Test
	void aMemberIsInSourceAndTargetAndReportsMembersOfTheSourceOnly() {
		ToozServiceGroupDriver other = new ToozServiceGroupDriver(Coordinators.parse(location("source")), "b");
		other.join("web", Map.of());
		this.runner
			.withPropertyValues("servicegroup.tooz-url=" + location("target"),
					"servicegroup.migration.from=" + location("source"))
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().atMost(SOON).until(() -> api.serviceIsUp("web", "a") && api.serviceIsUp("web", "b"));
				assertThat(other.read("web").isUp("a")).isTrue();
				MigratingDriver driver = (MigratingDriver) context.getBean(ServiceGroupDriver.class);
				assertThat(driver.primary().read("web").isUp("b")).isFalse();
				assertThat(context.getBean(DistributedLocks.class).getLock("x").acquire(false)).isTrue();
				assertThat(((ToozServiceGroupDriver) driver.primary()).coordinator().getLock("x").acquire(false))
					.isFalse();
				assertThat(other.coordinator().getLock("x").acquire(false)).isTrue();
				assertThat(context.getBean(Partitions.class).follow("web").ring().nodes()).containsOnlyKeys("a");
				// A read may occur between the member's joins of source and target.
				await().atMost(SOON)
					.untilAsserted(() -> assertThat(
							Objects.requireNonNull(context.getBean(ServiceGroupEndpoint.class).groups().migration())
								.onlyOnOld()
								.get("web"))
						.containsExactly("b"));
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean(ServiceGroupMigrationMetrics.class).bindTo(registry);
				await().atMost(SOON)
					.until(() -> registry.find("servicegroup.migration.only.on.old")
						.tag("group", "web")
						.gauge() != null);
				assertThat(registry.get("servicegroup.migration.only.on.old").gauge().value()).isEqualTo(1);
			});
		other.close();
	}

	/** As when an environment variable is emptied instead of removed. */
	@Test
	void anEmptySourceIsNoMigration() {
		this.runner.withPropertyValues("servicegroup.tooz-url=" + location("target"), "servicegroup.migration.from=")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().atMost(SOON).until(() -> api.serviceIsUp("web", "a"));
				assertThat(context.getBean(ServiceGroupDriver.class)).isInstanceOf(ToozServiceGroupDriver.class);
				assertThat(context.getBean(ServiceGroupEndpoint.class).groups().migration()).isNull();
			});
	}

	/**
	 * The steps of docs/migration.md, for two services of one host, as Nova names them.
	 */
	@Test
	void twoServicesWithTheIdOfTheirHostMoveFromNovasMemcacheToTooz() {
		try (MemcachedServer server = new MemcachedServer()) {
			String source = "servicegroup.mc.servers=127.0.0.1:" + server.port();
			String target = "servicegroup.tooz-url=" + server.url("timeout=60");
			String[][] steps = { { "servicegroup.driver=mc", source },
					{ target, "servicegroup.migration.from=mc", source }, { target } };
			for (String[] first : steps) {
				for (String[] second : steps) {
					assertBothUp(first, second);
				}
			}
		}
	}

	private void assertBothUp(String[] compute, String[] scheduler) {
		this.runner.withPropertyValues(compute).run((one) -> {
			ServiceGroupAPI api = one.getBean(ServiceGroupAPI.class);
			this.runner.withPropertyValues(scheduler).withPropertyValues("servicegroup.group=scheduler").run((two) -> {
				await().atMost(SOON)
					.untilAsserted(() -> assertThat(two.getBean(ServiceGroupAPI.class).getStatus().problem()).isNull());
				await().atMost(SOON)
					.until(() -> two.getBean(ServiceGroupAPI.class).serviceIsUp("scheduler", "a")
							&& api.serviceIsUp("web", "a"));
			});
			assertThat(api.getStatus().problem()).isNull();
			assertThat(api.serviceIsUp("web", "a")).isTrue();
		});
	}

	@Test
	void withoutAMigrationNoProgressIsReported() {
		this.runner.withPropertyValues("servicegroup.tooz-url=" + location("target")).run((context) -> {
			assertThat(context).doesNotHaveBean(ServiceGroupMigrationMetrics.class);
			assertThat(context.getBean(ServiceGroupEndpoint.class).groups().migration()).isNull();
		});
	}

	@Test
	void secretsOfTheSourceAreMasked() {
		String from = "redis://u:s3cr3tMarker@127.0.0.1:1?timeout=4";
		this.runner
			.withPropertyValues("servicegroup.tooz-url=" + location("target"), "servicegroup.migration.from=" + from)
			.run((context) -> {
				String shown = from;
				for (SanitizingFunction function : context.getBeanProvider(SanitizingFunction.class)) {
					shown = String.valueOf(function.apply(new SanitizableData(null, "any", shown)).getValue());
				}
				assertThat(shown).isEqualTo("redis://u:***@127.0.0.1:1?timeout=4");
				ServiceGroupProperties properties = context.getBean(ServiceGroupProperties.class);
				assertThat(properties.toString() + properties.migration()).doesNotContain("s3cr3tMarker");
				assertThat(context.getBean(ServiceGroupAPI.class).getStatus().toString())
					.doesNotContain("s3cr3tMarker");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "db", "mc", "zk" })
	void aDriversNameIsNotMasked(String driver) {
		this.runner
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					EnvironmentEndpointAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + location("target"), "servicegroup.migration.from=" + driver,
					"servicegroup.mc.servers=127.0.0.1:1", "servicegroup.zk.address=127.0.0.1:1",
					"spring.datasource.url=jdbc:h2:mem:names", "some.words=classpath:db/migration mc zk://h",
					"management.endpoint.env.show-values=always", "servicegroup.auto-join=false")
			.run((context) -> {
				EnvironmentEndpoint endpoint = context.getBean(EnvironmentEndpoint.class);
				assertThat(endpoint.environmentEntry("some.words").getProperty().getValue())
					.isEqualTo("classpath:db/migration mc zk://h");
				assertThat(endpoint.environmentEntry("servicegroup.migration.from").getProperty().getValue())
					.isEqualTo(driver);
			});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					redis://localhost?timeout=4                  | redis://127.0.0.1:6379?timeout=9               | are the same
					redis://localhost?timeout=4                  | redis://:s3cr3tMarker@LOCALHOST?db=0           | are the same
					redis://localhost?timeout=4                  | redis://localhost?namespace=_tooz              | are the same
					memcached://h:11211?timeout=4                | memcached://h                                  | are the same
					kazoo://zk1,zk2?timeout=4                    | zookeeper://zk2:2181                           | are the same
					kazoo://zk1?timeout=4                        | zookeeper://x?hosts=zk1                        | are the same
					redis://s1?sentinel=m&timeout=4              | redis://s2?sentinel=m&sentinel_fallback=s1     | are the same
					file:///tmp/a/?timeout=4                     | file:///tmp/a                                  | are the same
					file://DIRECTORY/real                        | file://DIRECTORY/real/..//link/                | are the same
					file://DIRECTORY/link/not/yet                | file://DIRECTORY/real/not/./yet                | are the same
					nova+mc://mc1?timeout=9                      | mc                                             | are the same
					nova+zk://zk2:2181?timeout=9                 | zk                                             | are the same
					redis://localhost?timeout=4                  | cassandra                                      | Unknown driver 'cassandra'
					redis://localhost?timeout=4                  | redis//localhost://                            | scheme
					redis://localhost?timeout=4                  | postgresql://u:s3cr3tMarker@h/db               | does not support groups
					redis://localhost?timeout=4                  | redis://localhost?db=1&timeuot=3               | unknown option: 'timeuot'
					redis://localhost?timeout=4                  | db                                             | requires a single DataSource
					""")
	void anInvalidSourceIsRejected(String to, String from, String why) throws IOException {
		Path real = Files.createDirectory(this.directory.resolve("real"));
		Files.createSymbolicLink(this.directory.resolve("link"), real);
		this.runner
			.withPropertyValues("servicegroup.tooz-url=" + to.replace("DIRECTORY", this.directory.toString()),
					"servicegroup.migration.from=" + from.replace("DIRECTORY", this.directory.toString()),
					"servicegroup.mc.servers=mc1:11211", "servicegroup.zk.address=zk1,zk2")
			.run((context) -> {
				Throwable failure = context.getStartupFailure();
				while (failure.getCause() != null) {
					failure = failure.getCause();
				}
				assertThat(failure).isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("servicegroup.migration.from");
					assertThat(ex.getMessage()).contains(why).doesNotContain("s3cr3tMarker");
					assertThat(ex.fix()).isNotEmpty();
				});
			});
	}

	@ParameterizedTest
	@CsvSource({ "redis://localhost, redis://localhost?db=1", "redis://localhost, redis://localhost?namespace=n",
			"redis://localhost, redis://localhost:6380", "memcached://h, nova+mc://h", "kazoo://h, nova+zk://h",
			"file:///tmp/a, file:///tmp/b", "file:///tmp/a, file:///tmp/a/b", "nova+mc://h, nova+mc://i",
			"redis://h:6379, memcached://h:6379" })
	void differentLocationsAreNotTheSame(String one, String other) {
		assertThat(BackendLocation.of(Coordinators.parse(one)).isSameAs(BackendLocation.of(Coordinators.parse(other))))
			.isFalse();
	}

}
