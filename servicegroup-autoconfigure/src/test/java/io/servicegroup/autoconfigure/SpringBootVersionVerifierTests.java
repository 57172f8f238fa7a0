package io.servicegroup.autoconfigure;

import io.servicegroup.autoconfigure.SpringBootVersionVerifier.IncompatibleVersionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The script {@code .ci/applications} starts an application on Spring Boot 3.5.
 */
class SpringBootVersionVerifierTests {

	@Test
	void anOlderVersionFailsWithTheVersionThatIsNeeded() {
		FailureAnalysis analysis = new IncompatibleVersionFailureAnalyzer().analyze(catchThrowableOfType(
				IncompatibleVersionException.class, () -> new SpringBootVersionVerifier("3.5.7").verify()));
		assertThat(analysis.getDescription()).contains("needs Spring Boot 4", "3.5.7");
		assertThat(analysis.getAction()).contains("Upgrade");
	}

	@ParameterizedTest
	@ValueSource(strings = { "4.0.0", "4.1.2", "10.0.0-M1" })
	void aNewerVersionDoesNotFail(String version) {
		new SpringBootVersionVerifier(version).verify();
	}

	@Test
	void theVersionOfTheseTestsDoesNotFail() {
		assertThat(SpringBootVersion.getVersion()).startsWith("4.");
		new SpringBootVersionVerifier().verify();
	}

}
