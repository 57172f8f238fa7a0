package io.servicegroup.test;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.test.context.ContextConfigurationAttributes;
import org.springframework.test.context.ContextCustomizer;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestContextAnnotationUtils;

/**
 * Creates a {@link TestServiceGroupContextCustomizer} for each test class, annotated or
 * not.
 */
final class TestServiceGroupContextCustomizerFactory implements ContextCustomizerFactory {

	@Override
	public ContextCustomizer createContextCustomizer(Class<?> testClass,
			List<ContextConfigurationAttributes> configAttributes) {
		return new TestServiceGroupContextCustomizer(timeout(testClass));
	}

	private static @Nullable Duration timeout(Class<?> testClass) {
		AutoConfigureTestServiceGroup annotation = TestContextAnnotationUtils.findMergedAnnotation(testClass,
				AutoConfigureTestServiceGroup.class);
		return (annotation != null) ? DurationStyle.detectAndParse(annotation.timeout()) : null;
	}

}
