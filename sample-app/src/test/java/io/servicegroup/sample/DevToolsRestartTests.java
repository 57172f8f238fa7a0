package io.servicegroup.sample;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.SmallJvm;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A restart by devtools: the application leaves, and joins again with a new class loader.
 */
@Tag("long")
class DevToolsRestartTests {

	@TempDir
	private Path directory;

	@Test
	void theApplicationIsOneMemberBeforeAndAfter() throws InterruptedException {
		try (LocalProcess process = new LocalProcess(SmallJvm.command(RestartingApplication.class, "--server.port=0",
				"--servicegroup.group=web", "--servicegroup.tooz-url=file://" + this.directory + "?timeout=60"))
			.start()) {
			assertThat(process.process().waitFor(90, TimeUnit.SECONDS)).as(process::output).isTrue();
			assertThat(process.output().lines().filter((line) -> line.startsWith("members: "))).as(process::output)
				.containsExactly("members: 1, heartbeat threads: 1", "members: 1, heartbeat threads: 1");
		}
	}

}
