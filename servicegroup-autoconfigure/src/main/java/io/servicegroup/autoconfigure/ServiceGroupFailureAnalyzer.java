package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a start that failed for a setting of service groups: what, where, and how to
 * mend it.
 */
final class ServiceGroupFailureAnalyzer extends AbstractFailureAnalyzer<ServiceGroupException> {

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
			return new FailureAnalysis(cause.getMessage() + where("servicegroup.tooz-url"),
					"Make the coordination service reachable, or set servicegroup.fail-fast=false: the application then "
							+ "starts without it and joins when it comes.",
					cause);
		}
		return null;
	}

	private String where(String property) {
		StringBuilder where = new StringBuilder("\n\n    Property: ").append(property);
		ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return where.append("\n    Origin: ").append(found.getOrigin()).toString();
			}
		}
		return where.append("\n    Origin: not set").toString();
	}

}
