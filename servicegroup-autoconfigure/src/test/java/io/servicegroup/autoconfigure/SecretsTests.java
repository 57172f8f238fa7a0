package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

/**
 * Checks that passwords are never shown, with or without errors: not in the logs at any
 * level, exceptions, endpoints, thread names or the text of objects. For a new secret
 * option, add a line to one of the tables.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class SecretsTests {

	/**
	 * Matches either half of the password, however the characters in between are encoded.
	 */
	private static final Pattern MARKER = Pattern.compile("m4rk3r|s3cr3t", Pattern.CASE_INSENSITIVE);

	private static final String PASSWORD = "m4rk3r/?&#@:+%s3cr3t";

	private static final String ENCODED = "m4rk3r%2F%3F%26%23%40%3A%2B%25s3cr3t";

	private static final HttpClient HTTP = HttpClient.newHttpClient();

	private final RedisServer redis = new RedisServer();

	private final ZooKeeperServer zooKeeper = new ZooKeeperServer();

	private final DatabaseServer postgres = new PostgresServer();

	private final DatabaseServer mariaDb = new MariaDbServer();

	private LogCapture capture;

	@BeforeAll
	void setPasswords() throws Exception {
		this.redis.probe().command("CONFIG", "SET", "requirepass", PASSWORD);
		alter(this.postgres, "alter role " + DatabaseServer.USER + " password '" + PASSWORD + "'");
		alter(this.mariaDb, "set password = password('" + PASSWORD + "')");
	}

	private static void alter(DatabaseServer server, String sql) throws Exception {
		try (Connection connection = server.connect(); Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	@AfterAll
	void closeServers() {
		List.of(this.redis, this.zooKeeper, this.postgres, this.mariaDb).forEach((server) -> server.close());
	}

	@BeforeEach
	void listen() {
		this.capture = new LogCapture(MARKER);
	}

	@AfterEach
	void checkForLeaks(CapturedOutput output) {
		this.capture.close();
		assertThat(this.capture.leaks()).isEmpty();
		assertThat(output.getAll()).doesNotContainPattern(MARKER);
	}

	/** URLs with the right password, with a wrong one, and without a server. */
	Stream<String> urls() {
		String user = "://" + DatabaseServer.USER + ":";
		return Stream.of("redis://:" + ENCODED + "@127.0.0.1:" + this.redis.port() + "?timeout=4",
				"redis://default:" + ENCODED + "@127.0.0.1:" + this.redis.port() + "?timeout=4",
				"redis://:wrong" + ENCODED + "@127.0.0.1:" + this.redis.port() + "?timeout=4",
				"redis://:" + ENCODED + "@127.0.0.1:1?timeout=4",
				"zookeeper://u:" + ENCODED + "@127.0.0.1:" + this.zooKeeper.port() + "?timeout=4",
				"zookeeper://u:wrong" + ENCODED + "@127.0.0.1:" + this.zooKeeper.port() + "?timeout=4",
				"zookeeper://u:" + ENCODED + "@127.0.0.1:1?timeout=1",
				"postgresql" + user + ENCODED + "@127.0.0.1:" + this.postgres.port() + "/postgres?timeout=4",
				"postgresql" + user + "wrong" + ENCODED + "@127.0.0.1:" + this.postgres.port() + "/postgres?timeout=4",
				"postgresql" + user + ENCODED + "@127.0.0.1:1/postgres?timeout=4",
				"mysql" + user + ENCODED + "@127.0.0.1:" + this.mariaDb.port() + "/tooz?timeout=4",
				"mysql" + user + "wrong" + ENCODED + "@127.0.0.1:" + this.mariaDb.port() + "/tooz?timeout=4",
				"mysql" + user + ENCODED + "@127.0.0.1:1/tooz?timeout=4");
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("urls")
	void anApplicationLeaksNoSecret(String url) {
		boolean groups = url.startsWith("redis") || url.startsWith("zookeeper");
		try (ConfigurableApplicationContext context = start(url, "--servicegroup.auto-join=" + groups)) {
			use(context);
		}
		assertThat(this.capture.loggers()).as("The client's loggers").anyMatch((name) -> name.startsWith(client(url)));
	}

	/**
	 * Returns the prefix of the client's loggers, which must have logged for the test to
	 * be valid.
	 */
	private static String client(String url) {
		return switch (url.substring(0, url.indexOf(':'))) {
			case "redis" -> "io.lettuce.core.protocol.";
			case "zookeeper" -> "org.apache.zookeeper.";
			case "postgresql" -> "org.postgresql.";
			// The client logs nothing without a server.
			default -> url.contains(":1/") ? "io.servicegroup." : "org.mariadb.jdbc.";
		};
	}

	@Test
	void anOutageLeaksNoSecret() {
		try (ConfigurableApplicationContext context = start(
				"redis://:" + ENCODED + "@127.0.0.1:" + this.redis.port() + "?timeout=2")) {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().atMost(Duration.ofSeconds(5)).until(() -> api.getStatus().problem() == null);
			this.redis.probe().as(PASSWORD).command("CONFIG", "SET", "requirepass", "another");
			this.redis.probe().as("another").command("CLIENT", "KILL", "TYPE", "normal");
			await().atMost(Duration.ofSeconds(10)).until(() -> api.getStatus().problem() != null);
			use(context);
			this.redis.probe().as("another").command("CONFIG", "SET", "requirepass", PASSWORD);
			await().atMost(Duration.ofSeconds(10)).until(() -> api.getStatus().problem() == null);
		}
		assertThat(this.capture.loggers()).contains("io.lettuce.core.protocol.CommandHandler");
	}

	@ParameterizedTest(name = "{index}")
	@ValueSource(strings = { "redis2://u:PASSWORD@h", "u:PASSWORD@h:6379", "redis://u:PASSWORD@h?nope=1",
			"redis://h?pasword=PASSWORD", "redis://h?pwd=PASSWORD", "redis://h?secret=PASSWORD",
			"redis://PASSWORD@h?nope=1", "redis://u:PASSWORD@h:99999", "redis://u:PASSWORD@h:port",
			"redis://u:PASSWORD", "redis://u:PASSWORD@h:0", "redis://u:PASSWORD@", "redis://u:PASSWORD@h?timeout=x",
			"redis://u:PASSWORD@h?timeout=4&timeout=x", "redis://u:PASSWORD@h h", "redis://u:m4rk3r%zzs3cr3t@h?nope=1",
			"redis://u:m4rk3r/s3cr3t@h", "redis://u:m4rk3r#s3cr3t@h", "redis://u:m4rk3r?s3cr3t@h",
			"redis://u:m4rk3r@s3cr3t:x@h:y", "redis://u:PASSWORD@h/x?db=y",
			"redis://:PASSWORD@h?sentinel=x&sentinel_password=PASSWORD&nope=1",
			"redis://h?ssl=true&ssl_password=PASSWORD&nope=1", "kazoo://u:PASSWORD@", "kazoo://:PASSWORD@h",
			"kazoo://PASSWORD@h", "kazoo://u:PASSWORD@h?namespace=/", "kazoo://h?keyfile_password=PASSWORD&nope=1",
			"memcached://u:PASSWORD@h:x", "memcached://u:PASSWORD@h?nope=1", "memcached://u:PASSWORD@h,i",
			"etcd3+http://u:PASSWORD@h?nope=1", "etcd3+http://u:PASSWORD@", "file://u:PASSWORD@tmp/x",
			"postgresql://u:PASSWORD@/db", "postgresql://u:PASSWORD@h", "postgresql://u:PASSWORD@h/db?port=0",
			"postgresql://u:PASSWORD@h/db?host=/socket", "mysql://u:PASSWORD@h", "mysql://u:PASSWORD@h,i/db",
			"mysql://u:PASSWORD@h/db?timeout=100000" })
	void anErrorOfAnInvalidUrlContainsNoSecret(String url) {
		String bad = url.replace("PASSWORD", ENCODED);
		Throwable failure = catchThrowable(
				() -> start(Bare.class, bad, WebApplicationType.NONE, "--servicegroup.group=web").close());
		assertThat(failure).as(url).isNotNull();
		this.capture.check(failure);
		for (String form : List.of(bad, url.replace("PASSWORD", PASSWORD))) {
			this.capture.check(catchThrowable(() -> Coordinators.get(form, "m").close()));
		}
	}

	/** Calls all that an operator or an application can use. */
	private void use(ConfigurableApplicationContext context) {
		Coordinator coordinator = ((ToozServiceGroupDriver) context.getBean(ServiceGroupDriver.class)).coordinator();
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		List<Callable<Object>> calls = List.of(coordinator::heartbeat, () -> coordinator.getLock("x").acquire(false),
				() -> coordinator.getLeader("web"), () -> coordinator.getMembers("web"), () -> api.getAll("web"),
				() -> api.read("web"), api::getStatus, api::getGroups);
		calls.forEach((call) -> this.capture.check(catchThrowable(() -> {
			Object result = call.call();
			this.capture.check("A result", String.valueOf(result));
		})));
		this.capture.check("A parsed URL", String
			.valueOf(Coordinators.parse(context.getEnvironment().getRequiredProperty("servicegroup.tooz-url"))));
		for (String name : context.getBeanDefinitionNames()) {
			this.capture.check("Bean " + name, String.valueOf(context.getBeanFactory().getSingleton(name)));
		}
		for (String path : List.of("health", "servicegroup", "servicegroup/web", "env", "configprops", "metrics",
				"threaddump", "beans", "conditions", "mappings", "env/servicegroup.tooz-url", "info", "loggers",
				"scheduledtasks")) {
			HttpResponse<String> response = send(context, "GET", path);
			this.capture.check(path, response.body() + response.headers().map());
			assertThat(response.body()).as(path).isNotEmpty();
		}
		for (String method : List.of("POST", "PUT", "PATCH", "DELETE")) {
			assertThat(send(context, method, "servicegroup").statusCode()).isEqualTo(405);
			assertThat(send(context, method, "servicegroup/web").statusCode()).isEqualTo(405);
		}
	}

	private static HttpResponse<String> send(ConfigurableApplicationContext context, String method, String path) {
		String port = context.getEnvironment().getRequiredProperty("local.server.port");
		try {
			return HTTP.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path))
				.method(method, HttpRequest.BodyPublishers.noBody())
				.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ConfigurableApplicationContext start(String url, String... more) {
		return start(Application.class, url, WebApplicationType.SERVLET, more);
	}

	private static ConfigurableApplicationContext start(Class<?> application, String url, WebApplicationType type,
			String... more) {
		return new SpringApplicationBuilder(application).web(type)
			.properties("server.port=0", "spring.application.name=web", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-details=always", "management.endpoint.env.show-values=always",
					"management.endpoint.configprops.show-values=always", "servicegroup.poll-interval=200ms")
			.run(Stream.concat(Stream.of("--servicegroup.tooz-url=" + url), Stream.of(more)).toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	/** A minimal application, for starts that fail. */
	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(ServiceGroupAutoConfiguration.class)
	static class Bare {

	}

}
