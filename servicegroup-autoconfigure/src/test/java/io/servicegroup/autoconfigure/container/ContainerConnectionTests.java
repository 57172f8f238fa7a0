package io.servicegroup.autoconfigure.container;

import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.autoconfigure.ServiceGroupConnectionDetails;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.lifecycle.DockerComposeServicesReadyEvent;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Containers and services of Docker Compose that stand for the real servers of the tests:
 * no property is needed, and one of another store is not overridden.
 */
class ContainerConnectionTests {

	private static @Nullable LocalContainer current;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ServiceConnectionAutoConfiguration.class, ServiceGroupAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=a");

	@ParameterizedTest
	@ValueSource(strings = { "::1", "[::1]" })
	void anIpv6AddressOfADockerHostHasBrackets(String host) {
		assertThat(ContainerStore.REDIS.url(host, 6379)).isEqualTo("redis://[::1]:6379");
	}

	static Stream<Arguments> servers() {
		return Stream.of(Arguments.of("redis:7", (Supplier<StoreServer>) RedisServer::new, RedisContainer.class),
				Arguments.of("memcached:1.6", (Supplier<StoreServer>) MemcachedServer::new, MemcachedContainer.class),
				Arguments.of("zookeeper:3.9", (Supplier<StoreServer>) ZooKeeperServer::new, ZooKeeperContainer.class),
				Arguments.of("quay.io/coreos/etcd:v3.6.0", (Supplier<StoreServer>) EtcdServer::new,
						EtcdContainer.class));
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aContainerIsUsedWithoutAProperty(String image, Supplier<StoreServer> start, Class<?> configuration) {
		try (StoreServer server = start.get(); LocalContainer container = new LocalContainer(image, server.url(""))) {
			current = container;
			this.runner.withUserConfiguration(configuration).run(ContainerConnectionTests::isMember);
		}
	}

	@ParameterizedTest
	@MethodSource("servers")
	void aServiceOfDockerComposeIsUsedWithoutAProperty(String image, Supplier<StoreServer> start) {
		try (StoreServer server = start.get()) {
			this.runner.withInitializer((context) -> ready(context, new LocalService("store", image, server.url(""))))
				.run(ContainerConnectionTests::isMember);
		}
	}

	private static void isMember(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed().hasSingleBean(DistributedLocks.class);
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		await().atMost(Duration.ofSeconds(8)).until(() -> api.serviceIsUp("web", "a"));
	}

	@Test
	void aContainerReplacesTheServerOfTheProperty() {
		withRedis("redis://production.example?timeout=5", (context) -> {
			isMember(context);
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url()).startsWith("redis://127.0.0.1:");
		});
	}

	@Test
	void aPropertyWithoutAServerAddsItsOptions() {
		withRedis("redis:?timeout=7", (context) -> {
			isMember(context);
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().membershipTimeout())
				.isEqualTo(Duration.ofSeconds(7));
		});
	}

	@Test
	void aPropertyOfAnotherStoreIsUsed() {
		withRedis("memory://mine", (context) -> {
			isMember(context);
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().backend()).isEqualTo("memory");
		});
	}

	private void withRedis(String url, ContextConsumer<AssertableApplicationContext> test) {
		try (RedisServer server = new RedisServer()) {
			this.runner.withPropertyValues("servicegroup.tooz-url=" + url)
				.withInitializer((context) -> ready(context, new LocalService("store", "redis", server.url(""))))
				.run(test);
		}
	}

	@Test
	void severalStoresAreRefusedUnlessThePropertyChooses() {
		List<RunningService> both = List.of(new LocalService("one", "redis", "redis://127.0.0.1:1"),
				new LocalService("two", "zookeeper", "zookeeper://127.0.0.1:1"));
		ApplicationContextRunner several = this.runner
			.withInitializer((context) -> ready(context, both.toArray(RunningService[]::new)));
		several.run((context) -> assertThat(context).getFailure()
			.rootCause()
			.hasMessageContaining("There are connection details of 2 coordination services"));
		several.withPropertyValues("servicegroup.tooz-url=redis:")
			.run((context) -> assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url())
				.isEqualTo("redis://127.0.0.1:1"));
	}

	@Test
	void aDatabaseAloneDoesNotTurnServiceGroupsOn() {
		this.runner
			.withInitializer(
					(context) -> ready(context, new LocalService("db", "postgres", "postgresql://127.0.0.1:1")))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ServiceGroupConnectionDetails.class)
				.doesNotHaveBean(ServiceGroupAPI.class));
	}

	/** Tells Spring Boot's listener that these services run. */
	@SuppressWarnings("unchecked")
	private static void ready(ConfigurableApplicationContext context, RunningService... services) {
		try {
			Constructor<DockerComposeServicesReadyEvent> event = DockerComposeServicesReadyEvent.class
				.getDeclaredConstructor(ApplicationContext.class, List.class);
			Constructor<?> listener = Class
				.forName("org.springframework.boot.docker.compose.service.connection"
						+ ".DockerComposeServiceConnectionsApplicationListener")
				.getDeclaredConstructor();
			event.setAccessible(true);
			listener.setAccessible(true);
			((ApplicationListener<DockerComposeServicesReadyEvent>) listener.newInstance())
				.onApplicationEvent(event.newInstance(context, List.of(services)));
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ToozUrl.Host host(String url) {
		return ToozUrl.parse(url).hosts().get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class RedisContainer {

		@Bean
		@ServiceConnection("redis")
		LocalContainer store() {
			return current;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MemcachedContainer {

		@Bean
		@ServiceConnection("memcached")
		LocalContainer store() {
			return current;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ZooKeeperContainer {

		@Bean
		@ServiceConnection("zookeeper")
		LocalContainer store() {
			return current;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EtcdContainer {

		@Bean
		@ServiceConnection("etcd")
		LocalContainer store() {
			return current;
		}

	}

	/** A container that a server of the tests stands for. */
	static class LocalContainer extends GenericContainer<LocalContainer> {

		private final ToozUrl.Host server;

		LocalContainer(String image, String url) {
			super(image);
			this.server = ContainerConnectionTests.host(url);
		}

		@Override
		public void start() {
		}

		@Override
		public void stop() {
		}

		@Override
		public String getHost() {
			return this.server.name();
		}

		@Override
		public Integer getMappedPort(int originalPort) {
			return this.server.port();
		}

	}

	/** A service of Docker Compose that a server of the tests stands for. */
	record LocalService(String name, String imageName, String url) implements RunningService {

		@Override
		public ImageReference image() {
			return ImageReference.of(this.imageName);
		}

		@Override
		public String host() {
			return ContainerConnectionTests.host(this.url).name();
		}

		@Override
		public ConnectionPorts ports() {
			return new LocalPorts(ContainerConnectionTests.host(this.url).port());
		}

		@Override
		public Map<String, @Nullable String> env() {
			return Map.of("POSTGRES_PASSWORD", "secret");
		}

		@Override
		public Map<String, String> labels() {
			return Map.of();
		}

	}

	record LocalPorts(int port) implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			return this.port;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(this.port);
		}

		@Override
		public List<Integer> getAll(@Nullable String protocol) {
			return getAll();
		}

	}

}
