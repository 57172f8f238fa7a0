package io.servicegroup.autoconfigure;

import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.coordination.Coordinators;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionMessage;
import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.PropertyResolver;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Evaluates {@link ConditionalOnBackendFeature}.
 */
final class OnBackendFeatureCondition extends SpringBootCondition {

	private static final String URL = "servicegroup.tooz-url";

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Feature feature = metadata.getAnnotations()
			.get(ConditionalOnBackendFeature.class)
			.getEnum("value", Feature.class);
		ConditionMessage.Builder message = ConditionMessage.forCondition(ConditionalOnBackendFeature.class,
				feature.title());
		String missing = hasConnectionDetails(context) ? null : whyMissing(context.getEnvironment(), feature);
		return (missing != null) ? ConditionOutcome.noMatch(message.because(missing))
				: ConditionOutcome.match(message.because("the backend supports it"));
	}

	/**
	 * The details, which would have to be created to know, are of stores with all
	 * features.
	 */
	private static boolean hasConnectionDetails(ConditionContext context) {
		ListableBeanFactory beans = context.getBeanFactory();
		String driver = context.getEnvironment().getProperty(DriverSelector.PROPERTY);
		return beans != null && (!StringUtils.hasText(driver) || driver.equals(DriverSelector.TOOZ))
				&& !StringUtils.hasText(context.getEnvironment().getProperty(URL))
				&& beans.getBeanNamesForType(ServiceGroupConnectionDetails.class, true, false).length > 0;
	}

	/**
	 * Returns why a feature is missing, or {@code null} if the backend supports it.
	 * Ignores an invalid URL, which the driver's bean reports.
	 */
	static @Nullable String whyMissing(PropertyResolver properties, Feature feature) {
		String text = properties.getProperty(URL);
		if (!StringUtils.hasText(text)) {
			return URL + " is not set, and the drivers of " + DriverSelector.PROPERTY + " do not support "
					+ feature.title();
		}
		try {
			ToozUrl url = ToozUrl.parse(BareUrl.withAnyServer(text));
			return Coordinators.features(url).contains(feature) ? null : "the backend '" + Coordinators.backendName(url)
					+ "' of " + URL + " does not support " + feature.title();
		}
		catch (InvalidToozUrlException ex) {
			return null;
		}
	}

}
