package io.servicegroup.springcloud;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupUnavailableException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.cache.Cache;
import org.springframework.cloud.client.ServiceInstance;
import org.springframework.cloud.client.discovery.DiscoveryClient;
import org.springframework.cloud.client.discovery.ReactiveDiscoveryClient;
import org.springframework.cloud.client.discovery.event.HeartbeatEvent;
import org.springframework.cloud.client.discovery.event.InstanceRegisteredEvent;
import org.springframework.cloud.client.discovery.health.DiscoveryClientHealthIndicator;
import org.springframework.cloud.client.loadbalancer.LoadBalancerClient;
import org.springframework.cloud.client.serviceregistry.Registration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistry;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.cloud.loadbalancer.core.CachingServiceInstanceListSupplier;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Spring Cloud's interfaces over a store in memory.
 */
class ServiceGroupDiscoveryTests {

	private static final String URL = "memory://discovery?timeout=60";

	private static final Duration SOON = Duration.ofSeconds(5);

	private final MemoryStore store = MemoryStore.named("discovery");

	private final ApplicationContextRunner application = new ApplicationContextRunner()
		.withUserConfiguration(Application.class)
		.withPropertyValues("servicegroup.tooz-url=" + URL, "spring.application.name=web", "servicegroup.member-id=me",
				"servicegroup.poll-interval=100ms", "servicegroup.capabilities.host=127.0.0.1",
				"servicegroup.capabilities.port=8080", "servicegroup.capabilities.management.port=8081",
				"spring.cloud.zookeeper.enabled=false");

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	private static Coordinator joined(String member, Map<String, ?> capabilities) {
		Coordinator coordinator = Coordinators.get(URL, member);
		coordinator.start();
		coordinator.joinGroupCreate("orders", capabilities);
		return coordinator;
	}

	private static List<String> ids(AssertableApplicationContext context) {
		return context.getBean(DiscoveryClient.class)
			.getInstances("orders")
			.stream()
			.map(ServiceInstance::getInstanceId)
			.toList();
	}

	private void run(Consumer<AssertableApplicationContext> test) {
		this.application.run((context) -> {
			await().atMost(SOON).until(() -> context.getBean(ServiceGroupAPI.class).serviceIsUp("web", "me"));
			test.accept(context);
		});
	}

	@Test
	void instancesAreTheMembersThatSayWhereTheyListen() {
		joined("a", Map.of("host", "10.0.0.1", "port", 443, "secure", true, "zone", "north"));
		joined("b", Map.of("host", "10.0.0.2", "port", "8080", "management", Map.of("port", 8081)));
		joined("c", Map.of("host", "10.0.0.3"));
		joined("d", Map.of("host", "10.0.0.4", "port", "none"));
		joined("e", Map.of("host", " ", "port", 80));
		joined("f", Map.of("host", "10.0.0.6", "port", 65_536));
		joined("g", Map.of("host", "2001:db8::7", "port", 80));
		run((context) -> {
			List<ServiceInstance> instances = context.getBean(DiscoveryClient.class).getInstances("orders");
			assertThat(instances).extracting(ServiceInstance::getUri)
				.containsExactly(URI.create("https://10.0.0.1:443"), URI.create("http://10.0.0.2:8080"),
						URI.create("http://[2001:db8::7]:80"));
			assertThat(instances.get(0).getMetadata()).containsEntry("zone", "north").containsEntry("secure", "true");
			assertThat(instances.get(1).getMetadata()).containsEntry("management.port", "8081");
			assertThat(context.getBean(DiscoveryClient.class).getServices()).contains("orders", "web");
			assertThat(context.getBean(DiscoveryClient.class).getInstances("unknown")).isEmpty();
			ReactiveDiscoveryClient reactive = context.getBean(ReactiveDiscoveryClient.class);
			assertThat(reactive.getInstances("orders").collectList().block(SOON)).isEqualTo(instances);
			assertThat(reactive.getServices().collectList().block(SOON)).contains("orders", "web");
		});
	}

	@Test
	void membersOutOfServiceAreLeftOut() {
		joined("a", Map.of("host", "10.0.0.1", "port", 80));
		joined("b", Map.of("host", "10.0.0.2", "port", 80));
		run((context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			assertThat(ids(context)).containsExactly("a", "b");
			api.disable("orders", "a", "test");
			await().atMost(SOON).until(() -> ids(context).equals(List.of("b")));
			api.forceDown("orders", "b");
			await().atMost(SOON).until(() -> ids(context).isEmpty());
			api.enable("orders", "a");
			await().atMost(SOON).until(() -> ids(context).equals(List.of("a")));
		});
	}

	@Test
	void duringAnOutageTheLastInstancesAreReturned() {
		joined("a", Map.of("host", "10.0.0.1", "port", 80));
		run((context) -> {
			assertThat(ids(context)).containsExactly("a");
			this.store.fail(MemoryStore.Failure.UNAVAILABLE, "me");
			await().atMost(SOON).until(() -> context.getBean(ServiceGroupAPI.class).view("orders").stale());
			assertThat(ids(context)).containsExactly("a");
		});
	}

	@Test
	void anUnavailableStoreDoesNotHideTheInstancesOfOtherClients() {
		this.application
			.withPropertyValues("spring.cloud.discovery.client.simple.order=1",
					"spring.cloud.discovery.client.simple.instances.orders[0].uri=http://h:1")
			.run((context) -> {
				this.store.fail(MemoryStore.Failure.UNAVAILABLE);
				DiscoveryClient all = context.getBean(DiscoveryClient.class);
				assertThat(all.getInstances("orders")).extracting(ServiceInstance::getHost).containsExactly("h");
				assertThat(all.getServices()).contains("orders");
				assertThat(all.getInstances("none")).isEmpty();
				ReactiveDiscoveryClient reactive = context.getBean(ReactiveDiscoveryClient.class);
				assertThat(reactive.getInstances("orders").collectList().block(SOON))
					.extracting(ServiceInstance::getHost)
					.containsExactly("h");
				assertThat(reactive.getServices().collectList().block(SOON)).contains("orders");
				assertThatExceptionOfType(ServiceGroupUnavailableException.class).isThrownBy(all::probe);
				this.store.heal();
				all.probe();
				assertThat(all.getInstances("\uD800")).isEmpty();
			});
	}

	@Test
	void theRegistryRegistersWithTheCapabilitiesThatAreConfiguredThen() {
		this.application
			.withPropertyValues("servicegroup.auto-join=false", "release=1",
					"servicegroup.capabilities.release=${release}")
			.run((context) -> {
				ServiceGroupServiceRegistry registry = context.getBean(ServiceGroupServiceRegistry.class);
				TestPropertyValues.of("release=2").applyTo(context);
				registry.register(context.getBean(ServiceGroupRegistration.class));
				assertThat(context.getBean(ServiceGroupAPI.class).read("web").member("me").orElseThrow().capabilities())
					.containsEntry("release", "2");
			});
	}

	@Test
	void theLoadBalancerSeesEachChangeInSpiteOfItsCache() {
		Coordinator a = joined("a", Map.of("host", "10.0.0.1", "port", 80));
		run((context) -> {
			LoadBalancerClient balancer = context.getBean(LoadBalancerClient.class);
			assertThat(balancer.choose("orders").getInstanceId()).isEqualTo("a");
			joined("b", Map.of("host", "10.0.0.2", "port", 80));
			a.leaveGroup("orders");
			await().atMost(SOON).until(() -> ids(context).equals(List.of("b")));
			assertThat(balancer.choose("orders").getInstanceId()).isEqualTo("b");
			assertThat(balancer.choose("orders").getInstanceId()).isEqualTo("b");
		});
	}

	@Test
	void whatOtherDiscoveryClientsFindIsStillCached() {
		joined("a", Map.of("host", "10.0.0.1", "port", 80));
		this.application.withPropertyValues("spring.cloud.discovery.client.simple.instances.other[0].uri=http://h:1")
			.run((context) -> {
				LoadBalancerClient balancer = context.getBean(LoadBalancerClient.class);
				assertThat(balancer.choose("other").getHost()).isEqualTo("h");
				assertThat(balancer.choose("orders").getHost()).isEqualTo("10.0.0.1");
				Cache cache = context.getBean(LoadBalancerCacheManager.class)
					.getCache(CachingServiceInstanceListSupplier.SERVICE_INSTANCE_CACHE_NAME);
				assertThat(cache.get("other")).isNotNull();
				assertThat(cache.get("orders")).isNull();
			});
	}

	@Test
	void theRegistrySetsTheStatusThatAllMembersSee() {
		run((context) -> {
			ServiceGroupServiceRegistry registry = context.getBean(ServiceGroupServiceRegistry.class);
			ServiceGroupRegistration registration = context.getBean(ServiceGroupRegistration.class);
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			assertThat(registration.getServiceId()).isEqualTo("web");
			assertThat(registration.getUri()).isEqualTo(URI.create("http://127.0.0.1:8080"));
			assertThat(registration.getMetadata()).containsEntry("management.port", "8081");
			for (String status : List.of("OUT_OF_SERVICE", "UP", "DOWN", "UP")) {
				registry.setStatus(registration, status);
				await().atMost(SOON).until(() -> status.equals(registry.getStatus(registration)));
			}
			assertThatIllegalArgumentException().isThrownBy(() -> registry.setStatus(registration, "SLEEPING"))
				.withMessageContaining("Use UP, OUT_OF_SERVICE or DOWN");
			registry.deregister(registration);
			await().atMost(SOON).until(() -> api.read("web").members().isEmpty());
			assertThat(registry.<String>getStatus(registration)).isEqualTo("DOWN");
			assertThatIllegalStateException().isThrownBy(registration::getPort).withMessageContaining("'me'");
			registry.register(registration);
			await().atMost(SOON).until(() -> registration.member().isPresent());
			assertThat(registration.getPort()).isEqualTo(8080);
		});
	}

	@Test
	void anotherRegistryIsPreferred() {
		Registration other = Mockito.mock(Registration.class);
		ServiceRegistry<?> registry = Mockito.mock(ServiceRegistry.class);
		this.application.withBean("other", Registration.class, () -> other)
			.withBean("otherRegistry", ServiceRegistry.class, () -> registry)
			.withPropertyValues("management.endpoints.web.exposure.include=*")
			.run((context) -> {
				assertThat(context.getBean(Registration.class)).isSameAs(other);
				assertThat(context.getBean(ServiceRegistry.class)).isSameAs(registry);
				assertThat(context).hasSingleBean(ServiceGroupRegistration.class);
			});
		this.application.run((context) -> assertThat(context.getBean(Registration.class))
			.isInstanceOf(ServiceGroupRegistration.class));
	}

	@Test
	void changesArePublishedAsSpringCloudsEvents() {
		run((context) -> {
			List<ApplicationEvent> events = context.getBean(Application.class).events;
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(events).hasAtLeastOneElementOfType(InstanceRegisteredEvent.class));
			assertThat(context.getBean(DiscoveryClientHealthIndicator.class).health().getStatus())
				.isEqualTo(new Status("UP"));
			events.clear();
			ids(context);
			joined("a", Map.of("host", "10.0.0.1", "port", 80));
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(events).hasOnlyElementsOfType(HeartbeatEvent.class).isNotEmpty());
		});
	}

	@Test
	void discoveryCanBeSwitchedOff() {
		this.application.withPropertyValues("spring.cloud.discovery.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupDiscoveryClient.class)
				.doesNotHaveBean(ServiceGroupReactiveDiscoveryClient.class)
				.doesNotHaveBean(ServiceGroupServiceRegistry.class)
				.hasSingleBean(ServiceGroupAPI.class));
		this.application.withPropertyValues("spring.cloud.discovery.blocking.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupDiscoveryClient.class)
				.hasSingleBean(ServiceGroupReactiveDiscoveryClient.class));
		this.application.withPropertyValues("spring.cloud.discovery.reactive.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(ServiceGroupDiscoveryClient.class)
				.doesNotHaveBean(ServiceGroupReactiveDiscoveryClient.class));
		this.application.withPropertyValues("servicegroup.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ServiceGroupDiscoveryClient.class)
				.doesNotHaveBean(ServiceGroupServiceRegistry.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		final List<ApplicationEvent> events = new CopyOnWriteArrayList<>();

		@EventListener({ HeartbeatEvent.class, InstanceRegisteredEvent.class })
		void on(ApplicationEvent event) {
			this.events.add(event);
		}

	}

}
