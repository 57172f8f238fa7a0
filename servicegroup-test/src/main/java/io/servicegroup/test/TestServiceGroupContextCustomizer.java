package io.servicegroup.test;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.tooz.memory.MemoryStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

/**
 * Gives an application context a store in memory. Contexts are shared by test classes
 * with equal customizers.
 *
 * @param timeout the membership timeout, or {@code null} without
 * {@link AutoConfigureTestServiceGroup}: then only a coordination service that the
 * application's properties or beans configure is replaced
 */
record TestServiceGroupContextCustomizer(@Nullable Duration timeout) implements ContextCustomizer {

	private static final Logger logger = LoggerFactory.getLogger(TestServiceGroupContextCustomizer.class);

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private static final String SOURCE = "servicegroup.test";

	private static final String REPLACE = "servicegroup.test.replace";

	private static final String URL = "servicegroup.tooz-url";

	private static final AtomicInteger stores = new AtomicInteger();

	@Override
	public void customizeContext(ConfigurableApplicationContext context, MergedContextConfiguration merged) {
		ApplicationContext parent = merged.getParentApplicationContext();
		boolean parentHasAPI = parent != null
				&& BeanFactoryUtils.beanNamesForTypeIncludingAncestors(parent, ServiceGroupAPIFactory.class).length > 0;
		if (this.timeout != null) {
			useTestGroup(context,
					(parent != null && parentHasAPI) ? storeOf(parent) : createStore(context, this.timeout));
		}
		else if (!parentHasAPI && !context.getEnvironment().getProperty(REPLACE, "any").equalsIgnoreCase("none")) {
			replaceAccidentalStore(context);
		}
	}

	/** A child uses the API of its parent, and so the store of its parent, too. */
	private static TestStore storeOf(ApplicationContext parent) {
		TestStore store = parent.getBeanProvider(TestStore.class).getIfAvailable();
		ServiceGroupDriver driver = parent.getBeanProvider(ServiceGroupDriver.class).getIfAvailable();
		if (store == null || (driver != null && !store.url().equals(driver.url()))) {
			throw new IllegalStateException("@AutoConfigureTestServiceGroup cannot replace the coordination service "
					+ "of the parent context, which it does not apply to. Annotate the class that configures the "
					+ "parent context, too.");
		}
		return store;
	}

	private static void useTestGroup(ConfigurableApplicationContext context, TestStore store) {
		context.getEnvironment().getPropertySources().addFirst(properties(store));
		context.getBeanFactory().addBeanPostProcessor(new TestStorePostProcessor(store));
		((GenericApplicationContext) context).registerBean("testServiceGroup", TestServiceGroup.class,
				() -> TestServiceGroup.of(context, store));
	}

	/**
	 * Replaces a service that the application's properties or connection details name.
	 * That of a container of the test is used.
	 */
	private static void replaceAccidentalStore(ConfigurableApplicationContext context) {
		ConfigurableEnvironment environment = context.getEnvironment();
		boolean configured = Stream.of(URL, "servicegroup.driver").anyMatch(environment::containsProperty);
		if (configured) {
			replace(context);
		}
		context.addBeanFactoryPostProcessor(new ConnectionDetailsPostProcessor(() -> {
			if (configured) {
				// Then the details are used, whatever store the application's URL names.
				addBelowTest(environment.getPropertySources(), new MapPropertySource(SOURCE,
						Map.of(URL, "", "servicegroup.driver", "tooz", "servicegroup.migration.from", "")));
			}
		}, () -> {
			if (!configured) {
				replace(context);
			}
		}));
	}

	private static void replace(ConfigurableApplicationContext context) {
		logger.info("The coordination service of this test's application is replaced by a store in memory. "
				+ "Set {}=none to use the one of its configuration", REPLACE);
		addBelowTest(context.getEnvironment().getPropertySources(), properties(createStore(context, DEFAULT_TIMEOUT)));
	}

	/** What the test itself sets is no accident. */
	private static void addBelowTest(MutablePropertySources sources, MapPropertySource properties) {
		sources.stream()
			.map((source) -> source.getName())
			.filter((name) -> name.equals("Inlined Test Properties") || name.equals("Dynamic Test Properties"))
			.reduce((first, second) -> second)
			.ifPresentOrElse((last) -> sources.addAfter(last, properties), () -> sources.addFirst(properties));
	}

	/** The store is closed after all beans, which may use locks until the end. */
	private static TestStore createStore(ConfigurableApplicationContext context, Duration timeout) {
		TestStore store = new TestStore("test-" + stores.incrementAndGet(), timeout);
		context.getBeanFactory().registerSingleton("testServiceGroupStore", store);
		((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean("testServiceGroupStore",
				() -> MemoryStore.named(store.name()).close());
		return store;
	}

	private static MapPropertySource properties(TestStore store) {
		return new MapPropertySource(SOURCE,
				Map.of(URL, store.url(), "servicegroup.driver", "tooz", "servicegroup.migration.from", "",
						"servicegroup.heartbeat-interval", store.heartbeatInterval().toMillis() + "ms",
						"servicegroup.poll-interval", "100ms"));
	}

}
