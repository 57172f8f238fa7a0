package io.servicegroup.autoconfigure;

import io.servicegroup.autoconfigure.SpringBootVersionVerifier.IncompatibleVersionException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Reports that the version of Spring Boot is too old. Needs no {@code Environment}: it
 * does not exist yet when the start fails.
 */
final class IncompatibleVersionFailureAnalyzer extends AbstractFailureAnalyzer<IncompatibleVersionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, IncompatibleVersionException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Upgrade the application to Spring Boot 4.0 or later, or remove the dependencies of the group io.servicegroup.",
				cause);
	}

}
