package io.servicegroup.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.autoconfigure.ServiceGroupConnectionDetails;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.coordination.Coordinators;
import org.junit.jupiter.api.Test;
import org.mockito.BDDMockito;
import org.mockito.Mockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.MergedContextConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Which coordination services tests replace, with this module on the class path.
 */
class ReplacedStoreTests {

	private static final String PRODUCTION = "redis://127.0.0.1:1?timeout=5";

	@Test
	void aTestWithoutAnnotationDoesNotJoinTheGroupOfTheProperties() {
		application(NotAnnotated.class)
			.withPropertyValues("servicegroup.tooz-url=" + PRODUCTION, "servicegroup.heartbeat-interval=2s",
					"servicegroup.migration.from=redis://127.0.0.1:2")
			.run((context) -> {
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				assertThat(api.getStatus().url()).startsWith("memory://test-").endsWith("?timeout=10");
				assertThat(api.getStatus().migration()).isNull();
				await().atMost(Duration.ofSeconds(5)).until(() -> api.getStatus().isUp());
				assertThat(context).doesNotHaveBean(TestServiceGroup.class);
			});
	}

	@Test
	void aDriverOfThePropertiesIsReplaced() {
		application(NotAnnotated.class).withPropertyValues("servicegroup.driver=db")
			.run((context) -> assertThat(context.getBean(ServiceGroupAPI.class).getStatus().backend())
				.isEqualTo("memory"));
	}

	@Test
	void whatTheTestItselfSetsIsNotReplaced() {
		application(NotAnnotated.class)
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new MapPropertySource("Inlined Test Properties",
						Map.of("servicegroup.tooz-url", "memory://own?timeout=20"))))
			.withInitializer(customized(NotAnnotated.class)::accept)
			.run((context) -> assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url())
				.isEqualTo("memory://own?timeout=20"));
	}

	@Test
	void nothingIsReplacedIfTheTestSaysSo() {
		application(NotAnnotated.class)
			.withPropertyValues("servicegroup.tooz-url=memory://own?timeout=20", "servicegroup.test.replace=none")
			.run((context) -> assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url())
				.isEqualTo("memory://own?timeout=20"));
	}

	@Test
	void anApplicationWithoutGroupsStaysWithout() {
		application(NotAnnotated.class).run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupAPI.class));
	}

	@Test
	void connectionDetailsOfTheApplicationAreReplaced() {
		application(NotAnnotated.class).withBean(ServiceGroupConnectionDetails.class, () -> () -> PRODUCTION)
			.run((context) -> assertThat(url(context)).startsWith("memory://test-"));
		application(Annotated.class).withBean(ServiceGroupConnectionDetails.class, () -> () -> PRODUCTION)
			.run((context) -> assertThat(url(context)).startsWith("memory://test-"));
		application(NotAnnotated.class).withPropertyValues("servicegroup.test.replace=none")
			.withBean(ServiceGroupConnectionDetails.class, () -> () -> "memory://own?timeout=20")
			.run((context) -> assertThat(url(context)).isEqualTo("memory://own?timeout=20"));
	}

	@Test
	void aContainerOfTheTestIsUsed() {
		for (String property : List.of("servicegroup.tooz-url=" + PRODUCTION, "servicegroup.driver=db",
				"servicegroup.group=other")) {
			application(NotAnnotated.class).withPropertyValues(property)
				.withBean(ServiceGroupConnectionDetails.class, () -> () -> "memory://container?timeout=20",
						(definition) -> definition.setAttribute(
								"org.springframework.boot.testcontainers.service.connection.ServiceConnection", true))
				.run((context) -> assertThat(url(context)).isEqualTo("memory://container?timeout=20"));
		}
	}

	@Test
	void aBeanThatCannotBeReplacedFailsTheStart() {
		application(Annotated.class)
			.withBean(ServiceGroupConnectionDetails.class, () -> () -> "memory://other?timeout=20")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("cannot replace the coordination service memory://other?timeout=20"));
		application(Annotated.class)
			.withBean(ServiceGroupDriver.class,
					() -> new ToozServiceGroupDriver(Coordinators.parse("memory://driver?timeout=20"), "me"))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("cannot replace the coordination service memory://driver?timeout=20"));
	}

	private static String url(ApplicationContext context) {
		return context.getBean(ServiceGroupAPI.class).getStatus().url();
	}

	@Test
	void theAnnotationNeedsNoProperty() {
		application(Annotated.class).run((context) -> {
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().url()).endsWith("?timeout=2.5");
			context.getBean(TestServiceGroup.class).join("b").die();
		});
	}

	@Test
	void anApplicationWithAMockIsNotWaitedFor() {
		ServiceGroupAPI mock = Mockito.mock(ServiceGroupAPI.class);
		BDDMockito.given(mock.serviceIsUp("web", "b")).willReturn(true);
		application(Annotated.class).withBean(ServiceGroupAPI.class, () -> mock).run((context) -> {
			TestServiceGroup group = context.getBean(TestServiceGroup.class);
			group.awaitReady();
			group.join("b").die();
			group.reset();
			assertThat(context.getBean(ServiceGroupAPI.class).serviceIsUp("web", "b")).isTrue();
		});
	}

	private static ApplicationContextRunner application(Class<?> testClass) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("spring.application.name=web")
			.withInitializer(customized(testClass)::accept);
	}

	private static Consumer<ConfigurableApplicationContext> customized(Class<?> testClass) {
		ContextCustomizer customizer = new TestServiceGroupContextCustomizerFactory().createContextCustomizer(testClass,
				List.of());
		return (context) -> customizer.customizeContext(context,
				new MergedContextConfiguration(testClass, new String[0], new Class<?>[0], null, null));
	}

	@SpringBootTest
	static class NotAnnotated {

	}

	@SpringBootTest
	@AutoConfigureTestServiceGroup(timeout = "2500ms")
	static class Annotated {

	}

}
