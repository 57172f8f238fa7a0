package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import java.util.stream.Stream;

import javax.sql.DataSource;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tck.servers.DatabaseServer;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SentinelCluster;
import io.servicegroup.tck.servers.SentinelPair;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitions;
import org.apache.curator.framework.CuratorFramework;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.apache.curator.framework.imps.CuratorFrameworkState;
import org.apache.curator.retry.RetryOneTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * URLs that name no server use the one that the application is configured with.
 */
class ApplicationServerTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class, SslAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=a");

	private static void isMember(AssertableApplicationContext context, String url) {
		assertThat(context).hasNotFailed();
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		await().atMost(Duration.ofSeconds(5)).until(() -> api.serviceIsUp("web", "a"));
		assertThat(api.getStatus().url()).isEqualTo(url);
		assertThat(api.getStatus().membershipTimeout()).isEqualTo(Duration.ofSeconds(4));
	}

	static Stream<Function<RedisServer, RedisConfiguration>> redisConfigurations() {
		return Stream.of((server) -> {
			RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1", server.port());
			configuration.setUsername("svc");
			configuration.setPassword("p@ss+wörd");
			configuration.setDatabase(3);
			return configuration;
		}, (server) -> LettuceConnectionFactory
			.createRedisConfiguration("redis://svc:p%40ss%2Bw%C3%B6rd@127.0.0.1:" + server.port() + "/3"));
	}

	@ParameterizedTest
	@MethodSource("redisConfigurations")
	void redisIsTheOneOfTheConnectionFactory(Function<RedisServer, RedisConfiguration> configuration) {
		try (RedisServer server = new RedisServer()) {
			server.probe().command("ACL", "SETUSER", "svc", "on", ">p@ss+wörd", "~*", "&*", "+@all");
			LettuceConnectionFactory factory = new LettuceConnectionFactory(configuration.apply(server));
			this.runner.withBean(LettuceConnectionFactory.class, () -> factory)
				.withPropertyValues("servicegroup.tooz-url=redis:?timeout=4")
				.run((context) -> {
					isMember(context, "redis://svc:***@127.0.0.1:" + server.port() + "?db=3&timeout=4");
					context.getBean(ServiceGroupAPI.class).leave("web");
					assertThat(factory.getConnection().ping()).isEqualTo("PONG");
				});
		}
	}

	@Test
	void aStaticMasterWithReplicasIsRefused() {
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration("10.0.0.1");
		configuration.addNode("10.0.0.2", 6379);
		configuration.setPassword("s3cr3tMarker");
		this.runner.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory(configuration))
			.withPropertyValues("servicegroup.tooz-url=redis:?timeout=4")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining("does not say which node is the master")
				.hasMessageNotContaining("s3cr3tMarker"));
	}

	@Test
	void theFieldOfTheConnectionFactoryHasAHint() {
		RuntimeHints hints = new RuntimeHints();
		new ServiceGroupRuntimeHints().registerHints(hints, getClass().getClassLoader());
		assertThat(RuntimeHintsPredicates.reflection()
			.onFieldAccess(LettuceConnectionFactory.class, RedisApplicationServer.CONFIGURATION)).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(strings = { "2001:db8::1", "[2001:db8::1]" })
	void anIpv6AddressOfRedisHasBrackets(String host) {
		this.runner.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory(host, 7000))
			.withPropertyValues("servicegroup.tooz-url=redis:", "servicegroup.auto-join=false")
			.run((context) -> assertThat(context.getBean(ConnectionResolver.class).resolve().getToozUrl())
				.isEqualTo("redis://[2001:db8::1]:7000?db=0"));
	}

	@Test
	void redisIsTheMasterOfTheConnectionFactorysSentinels() {
		try (SentinelPair servers = new SentinelPair()) {
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
			configuration.master("mymaster");
			configuration.sentinel("127.0.0.1", servers.sentinel().port());
			configuration.setSentinelPassword(SentinelCluster.PASSWORD);
			this.runner.withBean(LettuceConnectionFactory.class, () -> new LettuceConnectionFactory(configuration))
				.withPropertyValues("servicegroup.tooz-url=redis:?timeout=4")
				.run((context) -> await().atMost(Duration.ofSeconds(5))
					.until(() -> context.getBean(ServiceGroupAPI.class).serviceIsUp("web", "a")));
		}
	}

	@Test
	void redisIsSecuredAsTheConnectionFactory(@TempDir Path directory) {
		Certificates certificates = new Certificates(directory);
		try (RedisServer server = RedisServer.secured(certificates)) {
			LettuceConnectionFactory factory = new LettuceConnectionFactory(
					new RedisStandaloneConfiguration("127.0.0.1", server.securePort()),
					LettuceClientConfiguration.builder().useSsl().build());
			this.runner.withBean(LettuceConnectionFactory.class, () -> factory)
				.withPropertyValues("servicegroup.tooz-url=redis:?timeout=4", "spring.data.redis.ssl.bundle=store",
						"spring.ssl.bundle.pem.store.truststore.certificate=" + certificates.authority(),
						"spring.ssl.bundle.pem.store.keystore.certificate=" + certificates.client(),
						"spring.ssl.bundle.pem.store.keystore.private-key=" + certificates.clientKey())
				.run((context) -> isMember(context,
						"redis://127.0.0.1:" + server.securePort() + "?db=0&ssl=true&timeout=4"));
		}
	}

	@ParameterizedTest
	@CsvSource({ "zookeeper:?timeout=4,'',''", "kazoo:?timeout=4,/chroot,namespace=chroot/tooz&" })
	void zooKeeperIsTheOneOfTheCuratorClient(String url, String chroot, String namespace) {
		try (ZooKeeperServer server = new ZooKeeperServer();
				CuratorFramework client = CuratorFrameworkFactory.newClient("127.0.0.1:" + server.port() + chroot,
						new RetryOneTime(100))) {
			client.start();
			this.runner.withBean(CuratorFramework.class, () -> client, (bean) -> bean.setDestroyMethodName(""))
				.withPropertyValues("servicegroup.tooz-url=" + url)
				.run((context) -> isMember(context,
						"zookeeper://127.0.0.1:" + server.port() + "?" + namespace + "timeout=4"));
			assertThat(client.getState()).isEqualTo(CuratorFrameworkState.STARTED);
		}
	}

	@Test
	void aDatabaseIsTheOneOfTheDataSourceButNotItsPool() {
		try (DatabaseServer server = new PostgresServer()) {
			this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
				.withPropertyValues("servicegroup.tooz-url=postgresql:?timeout=4", "servicegroup.auto-join=false",
						"spring.datasource.url=" + server.jdbcUrl() + "&ApplicationName=app",
						"spring.datasource.username=" + DatabaseServer.USER,
						"spring.datasource.password=" + DatabaseServer.PASSWORD,
						"spring.datasource.hikari.maximum-pool-size=1",
						"spring.datasource.hikari.connection-timeout=2000")
				.run((context) -> {
					assertThat(context).hasNotFailed().doesNotHaveBean(Partitions.class);
					try (DistributedLock lock = context.getBean(DistributedLocks.class)
						.getLock("own")
						.acquireOrThrow(Duration.ofSeconds(2));
							var pooled = context.getBean(DataSource.class).getConnection()) {
						assertThat(DatabaseServer.ask(pooled, "select 1")).isEqualTo("1");
						assertThat(lock.isAcquired()).isTrue();
					}
				});
		}
	}

	/** As in the driver, the options of the JDBC URL take precedence. */
	@Test
	void theLoginOfADatabaseMayBeInItsJdbcUrl() {
		try (DatabaseServer server = new PostgresServer()) {
			this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
				.withPropertyValues("servicegroup.tooz-url=postgresql:?timeout=4", "servicegroup.auto-join=false",
						"spring.datasource.url=" + server.jdbcUrl() + "&user=" + DatabaseServer.USER + "&password="
								+ DatabaseServer.PASSWORD,
						"spring.datasource.username=nobody", "spring.datasource.password=wrong")
				.run((context) -> {
					try (DistributedLock lock = context.getBean(DistributedLocks.class)
						.getLock("own")
						.acquireOrThrow(Duration.ofSeconds(2));
							var pooled = context.getBean(DataSource.class).getConnection()) {
						assertThat(lock.isAcquired()).isTrue();
						assertThat(DatabaseServer.ask(pooled, "select current_user")).isEqualTo(DatabaseServer.USER);
					}
					assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url()).startsWith("postgresql://")
						.doesNotContain("password", ":" + DatabaseServer.PASSWORD + "@");
				});
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			jdbc:postgresql://h/db?user=u%40x&password=p%26w+d       | postgresql://u%40x:p%26w%20d@h/db
			jdbc:postgresql://h/db?password=my-tls-secret            | postgresql://app:my-tls-secret@h/db
			jdbc:postgresql://h/db?password=50%-off                  | postgresql://app:50%25-off@h/db
			jdbc:postgresql://[::1]:5433/db?user=&password=          | postgresql://[::1]:5433/db
			jdbc:postgresql://h/db?password=                         | postgresql://app@h/db
			jdbc:mysql://h/db?user=u&password=p+w&useUnicode=true    | mysql://u:p%2Bw@h/db
			jdbc:mysql://u:p%40w@h:3307/db                           | mysql://u:p%40w@h:3307/db
			jdbc:mariadb://h/db?password=p%26w                       | mysql://app:p%2526w@h/db
			""")
	void theLoginOfAJdbcUrlIsTakenOver(String jdbcUrl, String url) {
		this.runner.withBean(JdbcConnectionDetails.class, () -> new JdbcDetails(jdbcUrl))
			.withPropertyValues("servicegroup.tooz-url=" + url.replaceFirst("//.*", ""), "servicegroup.auto-join=false")
			.run((context) -> assertThat(context.getBean(ConnectionResolver.class).resolve().getToozUrl())
				.isEqualTo(url));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			postgresql: | jdbc:postgresql://h/db?sslmode=verify-full       | has the option 'sslmode'
			mysql:      | jdbc:mariadb://h/db?trustServerCertificate=true  | has the option 'trustServerCertificate'
			mysql:      | jdbc:postgresql://h/db                           | has another form than jdbc:mysql:
			postgresql: | jdbc:h2:mem:any                                  | has another form than jdbc:postgresql:
			redis:      | jdbc:h2:mem:any                                  | LettuceConnectionFactory, but there is none
			zookeeper:  | jdbc:h2:mem:any                                  | CuratorFramework, but there is none
			memcached:  | jdbc:h2:mem:any                                  | names no server
			""")
	void anUnusableServerIsRefused(String url, String jdbcUrl, String why) {
		this.runner.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + url, "servicegroup.auto-join=false",
					"spring.datasource.url=" + jdbcUrl, "spring.datasource.password=s3cr3tMarker",
					"spring.datasource.username=u")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidPropertyException.class)
				.hasMessageContaining(why)
				.hasMessageNotContaining("s3cr3tMarker"));
	}

	private record JdbcDetails(String getJdbcUrl) implements JdbcConnectionDetails {

		@Override
		public String getUsername() {
			return "app";
		}

		@Override
		public String getPassword() {
			return "other";
		}

	}

}
