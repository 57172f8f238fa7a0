package io.servicegroup.soak;

import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that start and stop in one JVM leave no threads, sockets or memory behind.
 * {@code ./soak --contexts 200} runs more of them.
 */
class ContextsTests {

	@ParameterizedTest
	@EnumSource
	void stoppedApplicationsLeaveNothingBehind(SoakBackend backend) {
		try (StoreServer server = backend.start()) {
			assertThat(Contexts.run(server.url("timeout=4"), 10).violations()).isEmpty();
		}
	}

}
