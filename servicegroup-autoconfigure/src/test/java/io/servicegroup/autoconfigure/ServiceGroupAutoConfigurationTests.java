package io.servicegroup.autoconfigure;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupHealthIndicator;
import io.servicegroup.actuate.ServiceGroupInfoContributor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

class ServiceGroupAutoConfigurationTests {

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(ServiceGroupAutoConfiguration.class, ServiceGroupHealthAutoConfiguration.class,
					ServiceGroupEndpointAutoConfiguration.class, EndpointAutoConfiguration.class));

	private ApplicationContextRunner configured() {
		return this.runner.withPropertyValues("servicegroup.tooz-url=file://" + this.directory + "?timeout=4",
				"spring.application.name=web");
	}

	@Test
	void doesNothingWithoutAUrl() {
		this.runner.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupAPI.class)
			.doesNotHaveBean(ServiceGroupHealthIndicator.class)
			.doesNotHaveBean(ServiceGroupEndpoint.class));
	}

	@Test
	void doesNothingWhenDisabled() {
		configured().withPropertyValues("servicegroup.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupAPI.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.health.servicegroup.enabled", "management.health.serviceGroup.enabled",
			"management.health.defaults.enabled" })
	void theHealthIndicatorIsDisabledAsThoseOfSpringBoot(String property) {
		configured().withPropertyValues(property + "=false")
			.withInitializer((context) -> ConfigurationPropertySources.attach(context.getEnvironment()))
			.run((context) -> assertThat(context).hasSingleBean(ServiceGroupAPI.class)
				.doesNotHaveBean(ServiceGroupHealthIndicator.class));
	}

	@Test
	void theInfoIsContributedIfItIsEnabled() {
		ApplicationContextRunner runner = configured()
			.withConfiguration(AutoConfigurations.of(ServiceGroupInfoAutoConfiguration.class))
			.withPropertyValues("servicegroup.member-id=a",
					"servicegroup.tooz-url=redis://user:s3cr3t@127.0.0.1:1?timeout=5");
		runner.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupInfoContributor.class));
		runner.withPropertyValues("management.info.servicegroup.enabled=true").run((context) -> {
			Info.Builder info = new Info.Builder();
			context.getBean(ServiceGroupInfoContributor.class).contribute(info);
			assertThat(info.build().getDetails()).containsOnly(Map.entry("servicegroup", Map.of("group", "web",
					"memberId", "a", "backend", "redis", "url", "redis://user:***@127.0.0.1:1?timeout=5")));
		});
	}

	@Test
	void joinsTheGroupNamedLikeTheApplicationUnderAUniqueId() {
		configured().run((first) -> configured().run((second) -> {
			ServiceGroupAPI api = first.getBean(ServiceGroupAPI.class);
			awaitMembers(api, "web", 2);
			assertThat(api.getMemberId()).matches("[A-Za-z0-9.-]+-\\d+-[a-z2-9]{5}")
				.isNotEqualTo(second.getBean(ServiceGroupAPI.class).getMemberId());
		}));
	}

	@Test
	void usesWhatIsConfigured() {
		configured()
			.withPropertyValues("servicegroup.group=workers", "servicegroup.member-id=w1",
					"servicegroup.capabilities.zone=north", "servicegroup.capabilities.nested.deep=1",
					"servicegroup.capabilities.tags[0]=x", "servicegroup.capabilities.tags[1]=y",
					"servicegroup.heartbeat-interval=500ms", "servicegroup.poll-interval=100ms")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				awaitMembers(api, "workers", 1);
				assertThat(api.view("workers").member("w1").orElseThrow().capabilities())
					.isEqualTo(Map.of("zone", "north", "nested", Map.of("deep", "1"), "tags", List.of("x", "y")));
			});
	}

	@Test
	void doesNotJoinWithoutAutoJoin() {
		configured().withPropertyValues("servicegroup.auto-join=false").run((context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			assertThat(api.getStatus().groups()).isEmpty();
			assertThat(api.getAll("web")).isEmpty();
			api.join("web", Map.of());
			awaitMembers(api, "web", 1);
		});
	}

	@Test
	void needsNoGroupWithoutAutoJoin() {
		this.runner.withPropertyValues("servicegroup.tooz-url=file://" + this.directory, "servicegroup.auto-join=false")
			.run((context) -> assertThat(context).hasSingleBean(ServiceGroupAPI.class));
	}

	@Test
	void leavesWhenTheContextCloses() {
		configured().run((observer) -> {
			ServiceGroupAPI api = observer.getBean(ServiceGroupAPI.class);
			configured().run((second) -> awaitMembers(api, "web", 2));
			assertThat(api.read("web").members()).hasSize(1);
		});
	}

	@Test
	void aRestartKeepsTheNewestCapabilities() {
		configured().withPropertyValues("servicegroup.member-id=w1", "servicegroup.capabilities.v=configured")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				awaitMembers(api, "web", 1);
				api.updateCapabilities("web", Map.of("v", "newest"));
				context.getSourceApplicationContext().stop();
				assertThat(api.read("web").members()).isEmpty();
				context.getSourceApplicationContext().start();
				await().atMost(Duration.ofSeconds(5)).until(() -> api.read("web").isUp("w1"));
				assertThat(api.read("web").member("w1").orElseThrow().capabilities()).isEqualTo(Map.of("v", "newest"));
			});
	}

	@Test
	void startsWithoutItsStoreAndJoinsOnceItIsAvailable() throws Exception {
		Path blocked = Files.createFile(this.directory.resolve("store"));
		configured().withPropertyValues("servicegroup.tooz-url=file://" + blocked + "?timeout=4").run((context) -> {
			HealthIndicator health = context.getBean(ServiceGroupHealthIndicator.class);
			assertThat(context).hasNotFailed();
			await().atMost(Duration.ofSeconds(2))
				.until(() -> health.health().getDetails().get("reason").toString(),
						(reason) -> reason.contains("cannot be created or used"));
			assertThat(health.health().getStatus()).isEqualTo(Status.DOWN);
			Files.delete(blocked);
			await().atMost(Duration.ofSeconds(3)).until(() -> health.health().getStatus().equals(Status.UP));
		});
	}

	@Test
	void publishesApplicationEvents() {
		configured().withUserConfiguration(EventsConfiguration.class).run((context) -> {
			List<MemberEvent> events = context.getBean(EventsConfiguration.class).events;
			await().atMost(Duration.ofSeconds(3)).until(() -> events.size() == 1);
			assertThat(events.get(0)).isInstanceOf(MemberJoinedEvent.class);
			assertThat(events.get(0).group()).isEqualTo("web");
		});
	}

	/**
	 * A bean may use the API, and even lead, before the listeners of the context exist.
	 */
	@Test
	void listenersOfTheContextHearOfWhatIsPresentAtTheStart() {
		configured().withPropertyValues("servicegroup.member-id=first").run((first) -> {
			awaitMembers(first.getBean(ServiceGroupAPI.class), "web", 1);
			configured().withPropertyValues("servicegroup.member-id=second")
				.withUserConfiguration(EarlyConfiguration.class, EventsConfiguration.class)
				.run((context) -> {
					EventsConfiguration heard = context.getBean(EventsConfiguration.class);
					await().atMost(Duration.ofSeconds(3)).until(() -> heard.events.size() == 2);
					assertThat(heard.events).extracting((event) -> event.member().id())
						.containsExactlyInAnyOrder("first", "second");
					await().atMost(Duration.ofSeconds(3)).until(() -> heard.leaders.size() == 1);
				});
		});
	}

	@Test
	void leavesNoThreadBehind() {
		for (int i = 0; i < 10; i++) {
			configured().run((context) -> awaitMembers(context.getBean(ServiceGroupAPI.class), "web", 1));
		}
		await().atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.noneMatch((name) -> name.startsWith("servicegroup-heart") || name.startsWith("servicegroup-views")));
	}

	private void awaitMembers(ServiceGroupAPI api, String group, int count) {
		await().atMost(Duration.ofSeconds(4)).until(() -> api.getAll(group).size() == count);
	}

	@Configuration(proxyBeanMethods = false)
	static class EventsConfiguration {

		final List<MemberEvent> events = new CopyOnWriteArrayList<>();

		final List<LeaderElectedEvent> leaders = new CopyOnWriteArrayList<>();

		@EventListener
		void on(MemberEvent event) {
			this.events.add(event);
		}

		@EventListener
		void on(LeaderElectedEvent event) {
			this.leaders.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EarlyConfiguration {

		EarlyConfiguration(ServiceGroupAPI api) {
			assertThat(api.getAll("web")).hasSize(1);
			api.joinElection("web");
			await().atMost(Duration.ofSeconds(3)).until(() -> api.isLeader("web"));
		}

	}

}
