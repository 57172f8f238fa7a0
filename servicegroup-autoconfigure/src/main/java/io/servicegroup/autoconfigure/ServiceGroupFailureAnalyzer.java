package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Reports startup failures that a property of service groups causes: what is wrong, where
 * it was set, and how to fix it.
 */
final class ServiceGroupFailureAnalyzer extends AbstractFailureAnalyzer<ServiceGroupException> {

	private static final String URL = "servicegroup.tooz-url";

	private final Environment environment;

	ServiceGroupFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ServiceGroupException cause) {
		if (cause instanceof InvalidPropertyException invalid) {
			return new FailureAnalysis(invalid.getMessage() + where(invalid.property()), invalid.fix(), cause);
		}
		if (cause instanceof FailFastException) {
			return new FailureAnalysis(cause.getMessage() + where(driverProperty()),
					"Fix the problem above, or set servicegroup.fail-fast=false: the application then starts without being "
							+ "a member, and heartbeats retry the join.",
					cause);
		}
		return null;
	}

	/** Returns the property that configures the coordination service. */
	private String driverProperty() {
		return PropertyOrigin.isSet(this.environment, URL) ? URL : DriverSelector.PROPERTY;
	}

	private String where(String property) {
		return PropertyOrigin.describe(this.environment, property);
	}

}
