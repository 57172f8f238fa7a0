package io.servicegroup.autoconfigure;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * {@code servicegroup.driver=db} in applications: the table, the intervals and invalid
 * properties.
 */
@ExtendWith(OutputCaptureExtension.class)
class DbConfigurationTests extends StoreFixture {

	private static final String NO_DATA_SOURCE = "spring.autoconfigure.exclude="
			+ "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration";

	private static final String MEMORY = "spring.datasource.url=jdbc:h2:mem:any";

	private DatabaseServer database() {
		return (DatabaseServer) this.server;
	}

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	private String[] postgres(String... more) {
		return Stream
			.concat(Stream.of("spring.datasource.url=" + database().jdbcUrl(),
					"spring.datasource.username=" + DatabaseServer.USER,
					"spring.datasource.password=" + DatabaseServer.PASSWORD), Arrays.stream(more))
			.toArray(String[]::new);
	}

	private ConfigurableApplicationContext start(String... properties) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		Map<String, String> all = new LinkedHashMap<>(
				Map.of("servicegroup.driver", "db", "servicegroup.group", "web", "servicegroup.member-id", "a"));
		for (String property : properties) {
			String[] nameAndValue = property.split("=", 2);
			all.put(nameAndValue[0], nameAndValue[1]);
		}
		return application.run(all.entrySet()
			.stream()
			.map((entry) -> "--" + entry.getKey() + "=" + entry.getValue())
			.toArray(String[]::new));
	}

	private void isUp(ConfigurableApplicationContext context) {
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		within(Duration.ofSeconds(10)).until(() -> api.getStatus().isUp());
		assertThat(api.read("web").isUp("a")).isTrue();
		assertThat(api.getStatus().backend()).isEqualTo("db");
	}

	private void dropTable() throws SQLException {
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute("DROP TABLE IF EXISTS service_group_member");
		}
	}

	@Test
	void anEmbeddedDatabaseNeedsNothing() {
		try (ConfigurableApplicationContext context = start(MEMORY)) {
			isUp(context);
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url()).isEqualTo("jdbc:h2:mem:any");
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().membershipTimeout())
				.isEqualTo(Duration.ofSeconds(60));
		}
	}

	@ParameterizedTest
	@CsvSource({ "embedded, schema-postgresql.sql", "never, schema-postgresql.sql" })
	void aMissingTableIsExplained(String mode, String script, CapturedOutput output) throws SQLException {
		dropTable();
		Throwable failure = catchThrowable(() -> start(postgres("servicegroup.db.initialize-schema=" + mode)).close());
		assertThat(failure).isNotNull();
		assertThat(output.toString())
			.contains("APPLICATION FAILED TO START",
					"service_group_member cannot be used in jdbc:postgresql://127.0.0.1:", "does not exist",
					"Property: servicegroup.db.initialize-schema",
					"Set servicegroup.db.initialize-schema=always, or run the script io/servicegroup/driver/db/"
							+ script)
			.doesNotContain(DatabaseServer.PASSWORD)
			.doesNotContain("\tat ");
	}

	@Test
	void theTableIsCreatedOnceAndThenUsedWithoutTheRightToCreateIt() throws SQLException {
		dropTable();
		try (ConfigurableApplicationContext context = start(postgres("servicegroup.db.initialize-schema=always"))) {
			isUp(context);
		}
		try (Connection connection = database().connect(); Statement statement = connection.createStatement()) {
			statement.execute("CREATE USER writer PASSWORD '" + DatabaseServer.PASSWORD + "'");
			statement.execute("GRANT SELECT, INSERT, UPDATE, DELETE ON service_group_member TO writer");
		}
		for (String mode : new String[] { "always", "never" }) {
			try (ConfigurableApplicationContext context = start(
					postgres("spring.datasource.username=writer", "servicegroup.db.initialize-schema=" + mode))) {
				isUp(context);
			}
		}
	}

	@Test
	void anApplicationStartsWithoutItsDatabaseAndJoinsOnceItIsReachable(CapturedOutput output) {
		database().stop();
		boolean started = false;
		try (ConfigurableApplicationContext context = start(postgres("servicegroup.db.initialize-schema=always",
				"servicegroup.service-down-time=6s", "servicegroup.report-interval=2s"))) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(Duration.ofSeconds(10)).until(() -> String.valueOf(api.getStatus().problem()).contains("refused"));
			assertThat(api.getStatus().isUp()).isFalse();
			database().start();
			started = true;
			isUp(context);
			assertThat(output.toString()).doesNotContain(DatabaseServer.PASSWORD);
		}
		finally {
			if (!started) {
				database().start();
			}
		}
	}

	@Test
	void aPasswordInTheUrlIsNotShown(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(
				"spring.datasource.url=" + database().jdbcUrl() + "&user=unknown&password=s3cr3tInTheUrl",
				"servicegroup.service-down-time=6s", "servicegroup.report-interval=2s")) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(Duration.ofSeconds(10)).until(() -> String.valueOf(api.getStatus().problem()).contains("unknown"));
			assertThat(api.getStatus().toString() + output).doesNotContain("s3cr3tInTheUrl");
			assertThat(api.getStatus().problem()).contains("Correct the DataSource's user or password");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					heartbeat-interval             | 5s           | does not use servicegroup.heartbeat-interval | Set servicegroup.report-interval
					report-interval                | 41s          | membership timeout of 60.0 s | at most 40.0 s, or raise servicegroup.service-down-time
					report-interval                | 0s           | heartbeat interval of 0.0 s  | at most 40.0 s
					service-down-time              | 0s           | must be greater than zero    | positive duration
					leader-election.enabled        | true         | elects no leaders            | Use a backend that does
					tooz-url                       | redis://h    | Two drivers are configured   | Remove one of the two
					group                          | " web"       | begins or ends with a blank  | Leave the blank out
					member-id                      | "a "         | begins or ends with a blank  | Leave the blank out
					driver                         | dbb          | Unknown driver 'dbb'         | Use one of tooz, db
					db.initialize-schema           | sometimes    | Failed to bind               | EMBEDDED
					""")
	void anInvalidPropertyIsExplained(String property, String value, String what, String fix, CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start(MEMORY, "servicegroup." + property + "=" + value).close());
		assertThat(failure).isNotNull();
		assertThat(output.toString()).contains("APPLICATION FAILED TO START")
			.contains(what)
			.containsIgnoringCase(fix)
			.contains("servicegroup.")
			.doesNotContain("\tat ");
	}

	@Test
	void aMissingDataSourceIsExplained(CapturedOutput output) {
		Throwable failure = catchThrowable(() -> start(NO_DATA_SOURCE).close());
		assertThat(failure).isNotNull();
		assertThat(output.toString())
			.contains("APPLICATION FAILED TO START", "requires a single DataSource, but there is none",
					"Set spring.datasource.url", "Property: servicegroup.driver")
			.doesNotContain("\tat ");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
