package io.servicegroup.autoconfigure;

import java.util.Map;

import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.Partitions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.analyzer.AbstractInjectionFailureAnalyzer;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Reports which property to change if an application injects {@link DistributedLocks} or
 * {@link Partitions}, and the backend does not support them. Ordered before Spring Boot's
 * analyzer, which reports only that the bean is missing.
 */
@Order(0)
final class MissingFeatureFailureAnalyzer extends AbstractInjectionFailureAnalyzer<NoSuchBeanDefinitionException> {

	private static final Map<Class<?>, Feature> FEATURES = Map.of(DistributedLocks.class, Feature.LOCKS,
			Partitions.class, Feature.GROUPS);

	private final Environment environment;

	MissingFeatureFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, NoSuchBeanDefinitionException cause,
			@Nullable String description) {
		Class<?> type = cause.getBeanType();
		Feature feature = (type != null) ? FEATURES.get(type) : null;
		String missing = (feature != null) ? OnBackendFeatureCondition.whyMissing(this.environment, feature) : null;
		if (type == null || feature == null || missing == null) {
			return null;
		}
		return new FailureAnalysis(
				((description != null) ? description : "A component") + " requires a bean of type '" + type.getName()
						+ "', which does not exist: " + missing + ".",
				"Set servicegroup.tooz-url to a backend that supports " + feature.title()
						+ ", such as redis://localhost:6379?timeout=5, or define a bean of this type.",
				cause);
	}

}
