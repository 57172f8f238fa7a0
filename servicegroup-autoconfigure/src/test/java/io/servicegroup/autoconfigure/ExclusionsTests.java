package io.servicegroup.autoconfigure;

import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real processes on class paths from which libraries are excluded.
 */
@Tag("long")
class ExclusionsTests {

	@TempDir
	private Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-(actuator|health)", "lettuce", "curator|zookeeper|spring-integration",
			"jackson", "netty|reactor", "spring-boot-(jdbc|sql|transaction)|spring-(jdbc|tx)-" })
	void aMemberNeedsNoLibraryThatItsBackendDoesNotUse(String excluded) throws InterruptedException {
		assertThat(run(excluded, "file://" + this.directory)).contains("members: 1");
	}

	@ParameterizedTest
	@CsvSource({ "redis, lettuce, io.lettuce:lettuce-core", "kazoo, curator, org.apache.curator:curator-framework",
			"etcd3+http, jackson, tools.jackson.core:jackson-databind" })
	void aMissingClientIsExplained(String scheme, String excluded, String artifact) throws InterruptedException {
		assertThat(run(excluded, scheme + "://127.0.0.1:1")).contains("APPLICATION FAILED TO START")
			.contains("not on the class path")
			.contains(artifact)
			.contains("servicegroup-starter");
	}

	@Test
	void aDriverWithoutItsLibraryIsExplained() throws InterruptedException {
		assertThat(start("spring-boot-(jdbc|sql|transaction)|spring-(jdbc|tx)-", "--servicegroup.driver=db"))
			.contains("APPLICATION FAILED TO START")
			.contains("The driver 'db' needs Spring JDBC")
			.contains("Add org.springframework.boot:spring-boot-starter-jdbc");
	}

	private String run(String excluded, String url) throws InterruptedException {
		return start(excluded, "--servicegroup.tooz-url=" + url);
	}

	private String start(String excluded, String driver) throws InterruptedException {
		// An application with Docker Compose's support needs a compose file.
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !Path.of(entry)
				.getFileName()
				.toString()
				.matches("(spring-boot-docker-compose|" + excluded + ").*"))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = SmallJvm.withClassPath(classPath, BareApplication.class, driver,
				"--servicegroup.group=web");
		try (LocalProcess process = new LocalProcess(command).start()) {
			assertThat(process.process().waitFor(60, TimeUnit.SECONDS)).as(process::output).isTrue();
			return process.output();
		}
	}

}
