package io.servicegroup.soak;

import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications come and go in one JVM, and nothing is left of them. {@code ./soak
 * --contexts 200} does it longer.
 */
class ContextsTests {

	@ParameterizedTest
	@EnumSource
	void nothingIsLeftOfApplicationsThatCameAndWent(SoakBackend backend) {
		try (StoreServer server = backend.start()) {
			assertThat(Contexts.run(server.url("timeout=4"), 10).violations()).isEmpty();
		}
	}

}
