package io.servicegroup.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import io.servicegroup.actuate.ServiceGroupObserver;
import io.servicegroup.membership.HeartbeatListener;
import io.servicegroup.tooz.spi.AnnotationOperations;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.LockContender;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.ImportRuntimeHints;

/**
 * Auto-configuration of the metrics and observations of heartbeats, calls to the store,
 * and locks. Without it, calls are not intercepted.
 */
@AutoConfiguration(before = ServiceGroupAutoConfiguration.class,
		afterName = {
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass({ MeterRegistry.class, ObservationRegistry.class })
@ConditionalOnBean(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "servicegroup.enabled", matchIfMissing = true)
@Conditional(OnDriverConfiguredCondition.class)
@ImportRuntimeHints(ServiceGroupObservationAutoConfiguration.ProxyHints.class)
public final class ServiceGroupObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServiceGroupObserver serviceGroupObserver(MeterRegistry meters, ObjectProvider<ObservationRegistry> observations) {
		return new ServiceGroupObserver(meters, observations.getIfAvailable(() -> ObservationRegistry.NOOP));
	}

	/** Beside those of the application. */
	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupHeartbeatListener")
	HeartbeatListener serviceGroupHeartbeatListener(ServiceGroupObserver observer) {
		return observer::heartbeat;
	}

	/** The calls of a backend are intercepted by proxies. */
	static final class ProxyHints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.proxies()
				.registerJdkProxy(Backend.class)
				.registerJdkProxy(LockContender.class)
				.registerJdkProxy(AnnotationOperations.class);
		}

	}

}
