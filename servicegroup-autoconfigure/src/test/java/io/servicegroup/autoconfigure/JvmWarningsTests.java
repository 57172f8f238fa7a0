package io.servicegroup.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.servicegroup.tck.servers.LocalProcess;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.SmallJvm;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A member in a process of its own prints neither a warning of the JVM nor a stack trace,
 * even if access by {@code sun.misc.Unsafe} is denied. Before Java 24 there is nothing to
 * warn of, and the JVM ignores the options.
 */
class JvmWarningsTests {

	@Test
	void thereAreNone() throws InterruptedException {
		try (RedisServer redis = new RedisServer()) {
			List<String> command = new ArrayList<>(
					SmallJvm.command(BareApplication.class, "--servicegroup.tooz-url=" + redis.url(""),
							"--servicegroup.group=web", "--spring.docker.compose.enabled=false"));
			command.addAll(1, List.of("-XX:+IgnoreUnrecognizedVMOptions", "--enable-native-access=ALL-UNNAMED",
					"--sun-misc-unsafe-memory-access=deny"));
			try (LocalProcess process = new LocalProcess(command).start()) {
				assertThat(process.process().waitFor(60, TimeUnit.SECONDS)).as(process::output).isTrue();
				assertThat(process.output()).contains("members: 1").doesNotContain("WARN", "\tat ");
			}
		}
	}

}
