package io.servicegroup.autoconfigure;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupHealthIndicator;
import io.servicegroup.actuate.ServiceGroupMigrationMetrics;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.integration.IntegrationLeaderEvents;
import io.servicegroup.integration.ServiceGroupLockRegistry;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitions;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Beans of the application replace or decorate those of the library.
 */
class BackOffTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String URL = "memory://back-off?timeout=60";

	private final MemoryStore store = MemoryStore.named("back-off");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ServiceGroupAutoConfiguration.class, ServiceGroupHealthAutoConfiguration.class,
						ServiceGroupMetricsAutoConfiguration.class, ServiceGroupIntegrationAutoConfiguration.class,
						ServiceGroupEndpointAutoConfiguration.class, EndpointAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.member-id=a",
				"management.endpoints.web.exposure.include=*");

	private final ApplicationContextRunner configured = this.runner.withPropertyValues("servicegroup.tooz-url=" + URL,
			"servicegroup.migration.from=memory://back-off-source");

	/** The names of the methods that were called on a decorator. */
	private final List<String> calls = new CopyOnWriteArrayList<>();

	@AfterEach
	void removeStore() {
		this.store.close();
	}

	private ServiceGroupAPI recording(ServiceGroupAPI delegate) {
		return api((proxy, method, arguments) -> {
			this.calls.add(method.getName());
			try {
				return method.invoke(delegate, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getCause();
			}
		});
	}

	private static ServiceGroupAPI api(java.lang.reflect.InvocationHandler handler) {
		return (ServiceGroupAPI) Proxy.newProxyInstance(BackOffTests.class.getClassLoader(),
				new Class<?>[] { ServiceGroupAPI.class }, handler);
	}

	/** Returns an implementation that supports nothing. */
	private static ServiceGroupAPI unsupported() {
		return api((proxy, method, arguments) -> switch (method.getName()) {
			case "toString" -> "own";
			case "hashCode" -> 1;
			case "equals" -> proxy == arguments[0];
			default -> throw new UnsupportedOperationException(method.getName());
		});
	}

	private boolean isJoined() {
		try (ToozServiceGroupDriver observer = new ToozServiceGroupDriver(Coordinators.parse(URL), "observer")) {
			return observer.read("web").isUp("a");
		}
	}

	private static List<String> hearts() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("servicegroup-heart"))
			.toList();
	}

	@Test
	void everyBeanOfTheLibraryCanBeReplaced() {
		ArchRuleDefinition.methods()
			.that()
			.areAnnotatedWith(Bean.class)
			.should()
			.beAnnotatedWith(ConditionalOnMissingBean.class)
			.check(new ClassFileImporter().withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
				.importPackages("io.servicegroup"));
	}

	@Test
	void aPostProcessorMayDecorateTheAPI() {
		this.configured.withBean(BeanPostProcessor.class, () -> new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				return (bean instanceof ServiceGroupAPI api) ? recording(api) : bean;
			}
		}).run((context) -> isAWorkingDecorator(context.getBean(ServiceGroupAPI.class), context));
		assertThat(isJoined()).isFalse();
	}

	@Test
	void aBeanMayDecorateTheAPIOfTheFactory() {
		this.configured.withUserConfiguration(Decorating.class)
			.withBean(BackOffTests.class, () -> this)
			.run((context) -> isAWorkingDecorator(context.getBean(ServiceGroupAPI.class), context));
		assertThat(isJoined()).isFalse();
	}

	private void isAWorkingDecorator(ServiceGroupAPI api, org.springframework.context.ApplicationContext context) {
		assertThat(Proxy.isProxyClass(api.getClass())).isTrue();
		await().atMost(SOON).until(this::isJoined);
		HealthIndicator health = context.getBean(ServiceGroupHealthIndicator.class);
		await().atMost(SOON).until(() -> health.health().getStatus().equals(Status.UP));
		assertThat(context.getBean(ServiceGroupEndpoint.class).groups().memberId()).isEqualTo("a");
		assertThat(this.calls).contains("getStatus", "addLeadershipListener");
		assertThat(api.isLeader("web")).isFalse();
	}

	@Test
	void withAnOwnImplementationAloneNothingStarts() {
		List<String> before = hearts();
		this.configured.withBean(ServiceGroupAPI.class, BackOffTests::unsupported).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(ServiceGroupAPI.class);
			assertThat(context.getBean("serviceGroupLifecycle", ServiceGroupLifecycle.class).isRunning()).isFalse();
			Health health = context.getBean(ServiceGroupHealthIndicator.class).health();
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails().get("reason").toString()).contains("reports no status");
			assertThat(context.getBean(ServiceGroupEndpoint.class).groups()).isNull();
			assertThat(context.getBean(ServiceGroupEndpoint.class).group("web")).isNull();
			context.getBean(ServiceGroupMigrationMetrics.class).bindTo(new SimpleMeterRegistry());
			assertThat(context.getBean(DistributedLocks.class).getLock("x").acquire(false)).isTrue();
		});
		assertThat(hearts()).hasSameSizeAs(before);
		assertThat(isJoined()).isFalse();
		assertThat(lockIsFree("x")).isTrue();
	}

	private static boolean lockIsFree(String name) {
		try (ToozServiceGroupDriver observer = new ToozServiceGroupDriver(Coordinators.parse(URL), "observer")) {
			return observer.coordinator().getLock(name).acquire(false);
		}
	}

	@Test
	void severalImplementationsDisableWhatNeedsOne() {
		this.configured.withBean("one", ServiceGroupAPI.class, BackOffTests::unsupported)
			.withBean("two", ServiceGroupAPI.class, BackOffTests::unsupported)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(ServiceGroupHealthIndicator.class)
				.doesNotHaveBean(ServiceGroupEndpoint.class));
	}

	@Test
	void theApplicationJoinsEvenIfAllBeansAreLazy() {
		this.configured
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> await().atMost(SOON).until(this::isJoined));
	}

	@Test
	void anOwnHealthIndicatorOfTheSameNameReplacesTheLibrarys() {
		this.configured
			.withBean("serviceGroupHealthIndicator", HealthIndicator.class, () -> () -> Health.outOfService().build())
			.run((context) -> assertThat(context).hasSingleBean(HealthIndicator.class)
				.doesNotHaveBean(ServiceGroupHealthIndicator.class));
	}

	@Test
	void anOwnBeanMayReplaceTheLeaderEventsOfSpringIntegration() {
		this.configured.withBean("serviceGroupIntegrationLeaderEvents", Object.class, Object::new)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(IntegrationLeaderEvents.class));
	}

	@Test
	void anOwnDriverNeedsNoProperty() {
		this.runner.withBean(ServiceGroupDriver.class, () -> new ToozServiceGroupDriver(Coordinators.parse(URL), "a"))
			.run((context) -> {
				assertThat(context).hasSingleBean(ServiceGroupDriver.class)
					.hasSingleBean(LiveServiceGroupAPI.class)
					.doesNotHaveBean(DistributedLocks.class)
					.doesNotHaveBean(Partitions.class);
				await().atMost(SOON).until(this::isJoined);
			});
		assertThat(isJoined()).isFalse();
	}

	@Test
	void theDriverMayBeDecorated() {
		List<String> decorated = new ArrayList<>();
		this.configured.withBean(BeanPostProcessor.class, () -> new BeanPostProcessor() {
			@Override
			public Object postProcessAfterInitialization(Object bean, String name) {
				if (bean instanceof ServiceGroupDriver driver) {
					decorated.add(name);
					return Proxy.newProxyInstance(getClass().getClassLoader(),
							new Class<?>[] { ServiceGroupDriver.class },
							(proxy, method, arguments) -> method.invoke(driver, arguments));
				}
				return bean;
			}
		}).run((context) -> {
			assertThat(decorated).containsExactly("serviceGroupDriver");
			await().atMost(SOON).until(this::isJoined);
			assertThat(context.getBean(DistributedLocks.class).getLock("x").acquire(false)).isTrue();
		});
	}

	@Test
	void ownLocksReplaceTheLibrarysForSpringIntegrationToo() {
		List<String> names = new ArrayList<>();
		DistributedLock lock = (DistributedLock) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { DistributedLock.class }, (proxy, method, arguments) -> true);
		this.configured.withBean(DistributedLocks.class, () -> (name) -> {
			names.add(name);
			return lock;
		}).run((context) -> {
			assertThat(context).hasSingleBean(DistributedLocks.class);
			assertThat(context.getBean(ServiceGroupLockRegistry.class).obtain("key").tryLock()).isTrue();
			assertThat(names).containsExactly("key");
		});
	}

	@Test
	void locksAreHeldUntilTheBeansThatUseThemAreDestroyed() {
		Map<String, Boolean> held = new java.util.HashMap<>();
		this.configured.withBean("first", Holder.class, () -> new Holder(held))
			.withUserConfiguration(Holding.class)
			.run((context) -> assertThat(context.getBean("holder", Holder.class).lock.isAcquired()).isTrue());
		assertThat(held).containsEntry("at its end", true);
	}

	@Configuration(proxyBeanMethods = false)
	static class Decorating {

		@Bean
		ServiceGroupAPI recordingAPI(ServiceGroupAPIFactory library, BackOffTests test) {
			return test.recording(library.get());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Holding {

		/** Created before the API's bean, so destroyed after it. */
		@Bean
		Holder holder(DistributedLocks locks, Holder first) {
			Holder holder = new Holder(first.held);
			holder.lock = locks.getLock("held");
			assertThat(holder.lock.acquire(false)).isTrue();
			return holder;
		}

	}

	static final class Holder implements AutoCloseable {

		private final Map<String, Boolean> held;

		private DistributedLock lock;

		Holder(Map<String, Boolean> held) {
			this.held = held;
		}

		@Override
		public void close() {
			if (this.lock != null) {
				this.held.put("at its end", this.lock.isStillOwner());
			}
		}

	}

}
