package io.servicegroup.autoconfigure;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.resource.ClientResources;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.curator.framework.CuratorFrameworkFactory;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Customizers of the client libraries' builders, and the name of Redis connections.
 */
class ClientCustomizerTests {

	private static final List<String> called = new CopyOnWriteArrayList<>();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
		.withUserConfiguration(Customizers.class)
		.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=member 1");

	@Test
	void redisHasCustomizersAndAClientName() {
		try (RedisServer server = new RedisServer()) {
			called.clear();
			this.runner.withPropertyValues("servicegroup.tooz-url=" + server.url("timeout=4")).run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().atMost(Duration.ofSeconds(10)).until(() -> api.serviceIsUp("web", "member 1"));
				assertThat(called).contains("ClientResources")
					.containsSubsequence("first", "ClientOptions")
					.doesNotContain("Curator");
				assertThat(server.probe().text("CLIENT", "LIST").split("name=servicegroup:member_1 ")).as("connections")
					.hasSizeGreaterThan(2);
			});
		}
	}

	@Test
	void zooKeeperHasACustomizer() {
		customizes(new ZooKeeperServer(), "Curator");
	}

	@Test
	void etcdHasACustomizer() {
		customizes(new EtcdServer(), "HttpClient");
	}

	/** Not with the first connection, which fails as long as there is no server. */
	@Test
	void aCustomizerThatCannotBeCreatedFailsTheStart() {
		this.runner.withPropertyValues("servicegroup.tooz-url=redis://127.0.0.1:1?timeout=4")
			.withBean("broken", ServiceGroupClientBuilderCustomizer.class, () -> {
				throw new IllegalStateException("No such library");
			}, (bean) -> bean.setLazyInit(true))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessage("No such library"));
	}

	private void customizes(StoreServer started, String builder) {
		try (StoreServer server = started) {
			called.clear();
			this.runner
				.withPropertyValues("servicegroup.tooz-url=" + server.url("timeout=4"), "servicegroup.member-id=m1")
				.run((context) -> {
					ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
					await().atMost(Duration.ofSeconds(10)).until(() -> api.serviceIsUp("web", "m1"));
					assertThat(called).containsOnly(builder);
				});
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		@Bean
		@Order(1)
		ServiceGroupClientBuilderCustomizer<ClientOptions.Builder> zFirst() {
			return (builder) -> called.add("first");
		}

		@Bean
		ServiceGroupClientBuilderCustomizer<ClientOptions.Builder> options() {
			return (builder) -> called.add("ClientOptions");
		}

		@Bean
		ServiceGroupClientBuilderCustomizer<ClientResources.Builder> resources() {
			return (builder) -> called.add("ClientResources");
		}

		@Bean
		ServiceGroupClientBuilderCustomizer<CuratorFrameworkFactory.Builder> curator() {
			return (builder) -> called.add("Curator");
		}

		@Bean
		ServiceGroupClientBuilderCustomizer<HttpClient.Builder> httpClient() {
			return (builder) -> called.add("HttpClient");
		}

	}

}
