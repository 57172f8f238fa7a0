package io.servicegroup.autoconfigure;

import java.util.List;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.Partitions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of service groups. Active if {@code servicegroup.tooz-url} or
 * {@code servicegroup.driver} is set.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@Import({ DbDriverConfiguration.class, NovaDriverConfiguration.class })
@ConditionalOnBooleanProperty(name = "servicegroup.enabled", matchIfMissing = true)
@Conditional(OnDriverConfiguredCondition.class)
@EnableConfigurationProperties(ServiceGroupProperties.class)
public final class ServiceGroupAutoConfiguration {

	@Bean
	ServiceGroupSettings serviceGroupSettings(ServiceGroupProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles, ObjectProvider<DriverFactory> factories) {
		SslBundleResolver bundle = new SslBundleResolver(properties.ssl().bundle(), bundles.getIfAvailable());
		return new ServiceGroupSettings(properties, environment,
				new DriverSelector(properties, bundle, factories.stream().toList()));
	}

	@Bean
	LiveServiceGroupAPI serviceGroupAPI(ServiceGroupDriver driver, ServiceGroupSettings settings,
			ServiceGroupProperties properties, ApplicationEventPublisher publisher) {
		LiveServiceGroupAPI api = new LiveServiceGroupAPI(driver, settings.heartbeatInterval(),
				properties.pollInterval(), List.of(publisher::publishEvent));
		api.addLeadershipListener(publisher::publishEvent);
		return api;
	}

	@Bean
	ServiceGroupLifecycle serviceGroupLifecycle(LiveServiceGroupAPI api, ServiceGroupSettings settings,
			ServiceGroupProperties properties, Environment environment) {
		return new ServiceGroupLifecycle(api, properties.autoJoin() ? settings.group() : null,
				properties.leaderElection().enabled() ? settings.group() : null, properties.capabilitiesOrNone(),
				properties.failFast(), new ShutdownDelay(environment, properties.pollInterval()));
	}

	/**
	 * Configures the driver from the properties, unless the application defines one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ServiceGroupDriver.class)
	static class ChosenDriverConfiguration {

		@Bean(destroyMethod = "")
		ConfiguredDriver serviceGroupConfiguredDriver(ServiceGroupSettings settings) {
			return settings.driver();
		}

		// Closed by the API after it has left the last group.
		@Bean(destroyMethod = "")
		ServiceGroupDriver serviceGroupDriver(ConfiguredDriver configured) {
			return configured.driver();
		}

		/** In a migration, locks are in the target only. */
		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBackendFeature(Feature.LOCKS)
		DistributedLocks serviceGroupLocks(ConfiguredDriver configured) {
			return configured.coordinator()::getLock;
		}

		/** In a migration, partitions have the members of the target only. */
		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		@ConditionalOnBackendFeature(Feature.GROUPS)
		Partitions serviceGroupPartitions(ConfiguredDriver configured) {
			return configured.coordinator().partitions();
		}

	}

}
