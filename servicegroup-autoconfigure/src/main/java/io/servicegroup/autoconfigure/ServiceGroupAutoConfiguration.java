package io.servicegroup.autoconfigure;

import java.util.List;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.migration.MigratingDriver;
import io.servicegroup.tooz.Coordinator;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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

		// Closed by the API after it has left the last group.
		@Bean(destroyMethod = "")
		ServiceGroupDriver serviceGroupDriver(ServiceGroupSettings settings) {
			return settings.driver();
		}

		/**
		 * The coordinator that the driver uses, for locks and other operations that the
		 * API does not have. The API sends its heartbeats as long as the context runs. In
		 * a migration it is the target's coordinator, so locks are in the target only.
		 */
		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		@ConditionalOnProperty("servicegroup.tooz-url")
		Coordinator serviceGroupCoordinator(ServiceGroupDriver driver) {
			ServiceGroupDriver chosen = (driver instanceof MigratingDriver moving) ? moving.primary() : driver;
			return ((ToozServiceGroupDriver) chosen).coordinator();
		}

	}

}
