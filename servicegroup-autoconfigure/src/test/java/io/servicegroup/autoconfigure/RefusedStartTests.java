package io.servicegroup.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

import io.servicegroup.tck.servers.Threads;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A start that fails after the driver was created leaves no threads behind. Redis starts
 * threads before it connects; {@code db} starts them to check its table.
 */
class RefusedStartTests {

	private static final Duration SOON = Duration.ofSeconds(4);

	@TempDir
	private Path directory;

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(ServiceGroupAutoConfiguration.class, DataSourceAutoConfiguration.class))
		.withPropertyValues("servicegroup.group=web", "spring.datasource.generate-unique-name=true");

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			tooz-url=redis://h?timeout=4  | heartbeat-interval=60s                | membership timeout of 4.0 s
			tooz-url=redis://h?timeout=4  | group=                                | No group is configured
			tooz-url=redis://h?timeout=4  | migration.from=redis://h              | are the same
			tooz-url=redis://h?timeout=4  | migration.from=nowhere                | Unknown driver 'nowhere'
			tooz-url=file://DIRECTORY     | migration.from=postgresql://u:p@h/db  | does not support groups
			driver=db                     | report-interval=50s                   | membership timeout of 60.0 s
			driver=db                     | leader-election.enabled=true          | elects no leaders
			driver=db                     | group=webBLANK                        | ends with a blank
			tooz-url=file://DIRECTORY     | migration.from=db,report-interval=50s | membership timeout of 60.0 s
			tooz-url=file://DIRECTORY     | migration.from=db,group=webBLANK      | ends with a blank
			""")
	void leavesNoThreadBehind(String driver, String more, String why) {
		Set<Thread> before = threads();
		String properties = "servicegroup." + driver.replace("DIRECTORY", this.directory.toString()) + ",servicegroup."
				+ more.replace(",", ",servicegroup.").replace("BLANK", "\u2003");
		this.runner.withPropertyValues(properties.split(","))
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining(why));
		await().atMost(SOON).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
	}

	/** Leaves out the threads of Hikari, which it stops itself. */
	private static Set<Thread> threads() {
		return Threads.named("(lettuce|servicegroup)-.*");
	}

}
