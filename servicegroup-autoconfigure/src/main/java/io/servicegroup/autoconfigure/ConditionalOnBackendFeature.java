package io.servicegroup.autoconfigure;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import io.servicegroup.tooz.Feature;

import org.springframework.context.annotation.Conditional;

/**
 * Matches when the backend of {@code servicegroup.tooz-url} supports a feature.
 * {@link MissingFeatureFailureAnalyzer} explains a bean that is missing for this reason.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Conditional(OnBackendFeatureCondition.class)
@interface ConditionalOnBackendFeature {

	/** Returns the required feature. */
	Feature value();

}
