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
 * Auto-configuration of service groups: present once {@code servicegroup.tooz-url} or
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
			ObjectProvider<SslBundles> bundles, ObjectProvider<DriverFactory> sources) {
		SslBundleResolver bundle = new SslBundleResolver(properties.ssl().bundle(), bundles.getIfAvailable());
		return new ServiceGroupSettings(properties, environment,
				new DriverSelector(properties, bundle, sources.stream().toList()));
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
	 * The driver that the properties choose, where the application brings none.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ServiceGroupDriver.class)
	static class ChosenDriverConfiguration {

		// Closed by the API, after the last membership was left.
		@Bean(destroyMethod = "")
		ServiceGroupDriver serviceGroupDriver(ServiceGroupSettings settings) {
			return settings.driver();
		}

		/**
		 * The very one that the driver stands on: for locks and whatever else the API has
		 * not. Kept by the API's heart, from the context's start to its end. Where
		 * members move, it is the new place's only: so are locks.
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
