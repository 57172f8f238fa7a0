package io.servicegroup.autoconfigure;

import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Partitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The beans {@link DistributedLocks} and {@link Partitions} exist where the backend
 * supports them. Elsewhere the failed start says why they do not.
 */
@ExtendWith(OutputCaptureExtension.class)
class BackendFeatureTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "servicegroup.auto-join=false");

	@Test
	void aBackendWithGroupsHasBoth() {
		this.runner.withPropertyValues("servicegroup.tooz-url=memory://features")
			.run((context) -> assertThat(context).hasSingleBean(DistributedLocks.class)
				.hasSingleBean(Partitions.class));
	}

	@Test
	void aDatabaseHasLocksOnly() {
		this.runner.withPropertyValues("servicegroup.tooz-url=mysql://u:p@127.0.0.1:1/db")
			.run((context) -> assertThat(context).hasSingleBean(DistributedLocks.class)
				.doesNotHaveBean(Partitions.class));
	}

	@Test
	void aDriverOfNovaHasNeither() {
		this.runner.withPropertyValues("servicegroup.driver=mc", "servicegroup.mc.servers=127.0.0.1:1")
			.run((context) -> assertThat(context).doesNotHaveBean(DistributedLocks.class)
				.doesNotHaveBean(Partitions.class));
	}

	@Test
	void aBoardWithoutItsModuleIsReported() {
		this.runner.withPropertyValues("servicegroup.tooz-url=memory://no-board", "servicegroup.ui.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class, (ex) -> {
					assertThat(ex.property()).isEqualTo("servicegroup.ui.enabled");
					assertThat(ex.fix()).contains("io.servicegroup:servicegroup-board");
				}));
	}

	@Test
	void anInvalidUrlIsReportedAsSuch() {
		this.runner.withPropertyValues("servicegroup.tooz-url=nowhere")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(InvalidPropertyException.class,
						(ex) -> assertThat(ex.property()).isEqualTo("servicegroup.tooz-url")));
	}

	@Test
	void theFailedStartSaysThatTheDriverHasNoLocks(CapturedOutput output) {
		fails(Locking.class, "--servicegroup.driver=mc", "--servicegroup.mc.servers=127.0.0.1:1");
		assertThat(output).contains("APPLICATION FAILED TO START", " of method needsLocks",
				"io.servicegroup.tooz.DistributedLocks",
				"servicegroup.tooz-url is not set, and the drivers of servicegroup.driver do not support locks",
				"Set servicegroup.tooz-url to a backend that supports locks");
	}

	@Test
	void theFailedStartSaysThatTheBackendHasNoGroups(CapturedOutput output) {
		fails(Partitioning.class, "--servicegroup.tooz-url=mysql://u:p@127.0.0.1:1/db");
		assertThat(output).contains("APPLICATION FAILED TO START", "io.servicegroup.tooz.Partitions",
				"the backend 'mysql' of servicegroup.tooz-url does not support groups");
	}

	private void fails(Class<?> application, String... properties) {
		SpringApplication spring = new SpringApplication(BareApplication.class, application);
		spring.setWebApplicationType(WebApplicationType.NONE);
		String[] all = new String[properties.length + 2];
		System.arraycopy(properties, 0, all, 0, properties.length);
		all[properties.length] = "--servicegroup.group=web";
		all[properties.length + 1] = "--servicegroup.auto-join=false";
		assertThatException().isThrownBy(() -> spring.run(all).close());
	}

	@Configuration(proxyBeanMethods = false)
	static class Locking {

		@Bean
		Object needsLocks(DistributedLocks locks) {
			return locks;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Partitioning {

		@Bean
		Object needsPartitions(Partitions partitions) {
			return partitions;
		}

	}

}
