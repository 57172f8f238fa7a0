package io.servicegroup;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tooz.DistributedLocks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs the README's examples with the backend {@code file}.
 */
class ReadmeExampleTests {

	@TempDir
	private Path directory;

	private final AtomicInteger worked = new AtomicInteger();

	@Test
	void theExamplesDoWhatTheySay() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withPropertyValues("spring.application.name=web", "servicegroup.member-id=a",
					"servicegroup.tooz-url=file://" + this.directory, "servicegroup.leader-election.enabled=true")
			.withBean(Runnable.class, () -> this.worked::incrementAndGet)
			.withUserConfiguration(Shards.class, CleanUp.class, Invoices.class, Customers.class)
			.run((context) -> {
				await().atMost(Duration.ofSeconds(5)).until(() -> context.getBean(Shards.class).mayUse("a"));
				assertThat(context.getBean(Shards.class).mayUse("b")).isFalse();
				await().atMost(Duration.ofSeconds(5)).until(() -> {
					context.getBean(CleanUp.class).cleanUp();
					return this.worked.get() == 1;
				});
				DistributedLocks locks = context.getBean(DistributedLocks.class);
				context.getBean(Invoices.class)
					.write("may", () -> assertThat(locks.getLock("invoices-may").acquire(false)).isFalse());
				assertThat(locks.getLock("invoices-may").acquire(false)).isTrue();
				await().atMost(Duration.ofSeconds(5)).until(() -> context.getBean(Customers.class).isOurs("c"));
			});
	}

}
