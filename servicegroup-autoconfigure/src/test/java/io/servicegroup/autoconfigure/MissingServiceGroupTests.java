package io.servicegroup.autoconfigure;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.servicegroup.BackendsPageTests;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.DistributedLocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * An application that injects the API while service groups are not configured or are
 * disabled.
 */
@ExtendWith(OutputCaptureExtension.class)
class MissingServiceGroupTests {

	private static ConfigurableApplicationContext run(Class<?> application, String... properties) {
		SpringApplication spring = new SpringApplication(BareApplication.class, application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		return spring.run(properties);
	}

	@Test
	void aMissingPropertyIsExplainedWithExamples(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Using.class).close());
		assertThat(output)
			.contains("APPLICATION FAILED TO START", " of method usesTheAPI",
					"requires a bean of type 'io.servicegroup.ServiceGroupAPI', which does not exist: "
							+ "servicegroup.tooz-url is not set.",
					"servicegroup.tooz-url=redis://localhost:6379", "servicegroup.driver=db")
			.doesNotContain("\tat ");
	}

	@Test
	void theExamplesHaveEachBackend() {
		Set<String> schemes = Pattern.compile("tooz-url=([^:]+):")
			.matcher(MissingServiceGroupFailureAnalyzer.EXAMPLES)
			.results()
			.map((match) -> match.group(1))
			.collect(Collectors.toCollection(TreeSet::new));
		assertThat(BackendsPageTests.types().map((type) -> type.schemes().iterator().next()))
			.containsExactlyInAnyOrderElementsOf(schemes);
	}

	@Test
	void disablingIsExplainedWithItsOrigin(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Using.class, "--servicegroup.enabled=false",
				"--servicegroup.tooz-url=memory://disabled", "--servicegroup.group=web")
			.close());
		assertThat(output)
			.contains("which does not exist: servicegroup.enabled is false.",
					"Origin: \"servicegroup.enabled\" from property source \"commandLineArgs\"",
					"Set servicegroup.enabled=true", "ObjectProvider<ServiceGroupAPI>")
			.doesNotContain("\tat ");
	}

	@Test
	void disablingIsExplainedForLocksToo(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Locking.class, "--servicegroup.enabled=false",
				"--servicegroup.tooz-url=memory://disabled", "--servicegroup.group=web")
			.close());
		assertThat(output).contains("servicegroup.enabled is false.", "ObjectProvider<DistributedLocks>");
	}

	@Test
	void anObjectProviderIsEmptyWhenDisabled() {
		try (ConfigurableApplicationContext context = run(Providing.class, "--servicegroup.enabled=false")) {
			assertThat(context.getBean("mayUseTheAPI", Optional.class).isPresent()).isFalse();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Using {

		@Bean
		Object usesTheAPI(ServiceGroupAPI api) {
			return api;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Locking {

		@Bean
		Object usesLocks(DistributedLocks locks) {
			return locks;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Providing {

		@Bean
		Optional<ServiceGroupAPI> mayUseTheAPI(ObjectProvider<ServiceGroupAPI> api) {
			return Optional.ofNullable(api.getIfAvailable());
		}

	}

}
