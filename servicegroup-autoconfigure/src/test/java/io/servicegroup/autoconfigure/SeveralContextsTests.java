package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.tck.servers.Certificates;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.health.actuate.endpoint.CompositeHealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Several application contexts in one JVM: side by side, each is a member of its own; a
 * child uses what its parent has.
 */
class SeveralContextsTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final MemoryStore store = MemoryStore.named("contexts");

	@AfterEach
	void removeStore() {
		this.store.close();
	}

	@TempDir
	private Path directory;

	private static SpringApplicationBuilder application(SpringApplicationBuilder builder) {
		return builder.web(WebApplicationType.NONE)
			.properties("servicegroup.tooz-url=memory://contexts?timeout=60", "spring.application.name=web",
					"servicegroup.poll-interval=100ms", "management.endpoints.web.exposure.include=*",
					"management.endpoint.health.show-components=always");
	}

	private static ConfigurableApplicationContext start() {
		return application(new SpringApplicationBuilder(Application.class)).run();
	}

	private static ConfigurableApplicationContext startChild(ConfigurableApplicationContext parent) {
		return application(new SpringApplicationBuilder(Application.class).parent(parent)).run();
	}

	private static void awaitMembers(ConfigurableApplicationContext context, int count) {
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		await().atMost(SOON).until(() -> api.getAll("web").size() == count);
	}

	@Test
	void twoContextsAreTwoMembers() {
		try (ConfigurableApplicationContext first = start()) {
			try (ConfigurableApplicationContext second = start()) {
				awaitMembers(first, 2);
				awaitMembers(second, 2);
			}
			awaitMembers(first, 1);
			assertThat(first.getBean(Application.class).events).hasSize(3);
		}
	}

	@Test
	void aChildUsesTheAPIOfItsParent() {
		try (ConfigurableApplicationContext parent = start()) {
			awaitMembers(parent, 1);
			try (ConfigurableApplicationContext child = startChild(parent)) {
				assertThat(child.getBean(ServiceGroupAPI.class)).isSameAs(parent.getBean(ServiceGroupAPI.class));
				assertThat(child.getBean(DistributedLocks.class)).isSameAs(parent.getBean(DistributedLocks.class));
				assertThat(child.getBean(ServiceGroupEndpoint.class))
					.isSameAs(parent.getBean(ServiceGroupEndpoint.class));
				assertThat(List.of(child.getBeanDefinitionNames()))
					.noneMatch((name) -> name.startsWith("serviceGroup"));
				CompositeHealthDescriptor health = (CompositeHealthDescriptor) child.getBean(HealthEndpoint.class)
					.health();
				assertThat(health.getComponents()).containsKey("serviceGroup");
			}
			assertThat(parent.getBean(ServiceGroupAPI.class).getStatus().isUp()).isTrue();
			assertThat(parent.getBean(ServiceGroupAPI.class).read("web").members()).hasSize(1);
		}
	}

	@Test
	void theWebServerOfAChildIsPublished() {
		Certificates certificates = new Certificates(this.directory);
		try (ConfigurableApplicationContext parent = start()) {
			awaitMembers(parent, 1);
			ServiceGroupAPI api = parent.getBean(ServiceGroupAPI.class);
			try (ConfigurableApplicationContext child = application(
					new SpringApplicationBuilder(Application.class).parent(parent))
				.web(WebApplicationType.SERVLET)
				.run("--server.port=0", "--server.address=127.0.0.1", "--management.server.port=0",
						"--server.ssl.certificate=" + certificates.server(),
						"--server.ssl.certificate-private-key=" + certificates.serverKey())) {
				Environment environment = child.getEnvironment();
				assertThat(api.read("web").members()).singleElement()
					.satisfies((member) -> assertThat(member.capabilities()).containsEntry("host", "127.0.0.1")
						.containsEntry("secure", true)
						.containsEntry("port", environment.getRequiredProperty("local.server.port", Long.class))
						.containsEntry("management.port",
								environment.getRequiredProperty("local.management.port", Long.class)));
			}
			api.refreshCapabilities();
			assertThat(api.read("web").members().get(0).capabilities()).as("the child is closed").isEmpty();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<MemberEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(MemberEvent event) {
			this.events.add(event);
		}

	}

}
