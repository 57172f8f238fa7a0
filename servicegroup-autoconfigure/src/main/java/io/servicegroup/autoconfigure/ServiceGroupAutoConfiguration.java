package io.servicegroup.autoconfigure;

import java.util.List;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.ServiceGroupAPIFactory;
import io.servicegroup.ServiceGroupListener;
import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.membership.HeartbeatListener;
import io.servicegroup.membership.LiveServiceGroupAPI;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Feature;
import io.servicegroup.tooz.Partitions;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of service groups. Active if {@code servicegroup.tooz-url} or
 * {@code servicegroup.driver} is set, or the application defines a
 * {@link ServiceGroupDriver}. A bean of the application replaces the library's bean of
 * the same type.
 */
@AutoConfiguration(afterName = "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration")
@Import({ CapabilitiesConfiguration.class, ConnectionConfiguration.class, DbDriverConfiguration.class,
		NovaDriverConfiguration.class })
@ConditionalOnBooleanProperty(name = "servicegroup.enabled", matchIfMissing = true)
@Conditional(OnDriverConfiguredCondition.class)
@EnableConfigurationProperties(ServiceGroupProperties.class)
public final class ServiceGroupAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ServiceGroupSettings serviceGroupSettings(ServiceGroupProperties properties, Environment environment,
			ObjectProvider<SslBundles> bundles, ObjectProvider<DriverFactory> factories, ConnectionResolver connection,
			ObjectProvider<CoordinationObserver> observers) {
		SslBundleResolver bundle = new SslBundleResolver(properties.ssl().bundle(), bundles.getIfAvailable(),
				() -> null);
		return new ServiceGroupSettings(properties, environment, new DriverSelector(properties, bundle,
				factories.stream().toList(), connection, CoordinationObserver.all(observers.orderedStream().toList())));
	}

	// Closed by the factory.
	@Bean(destroyMethod = "")
	@ConditionalOnMissingBean
	ServiceGroupAPI serviceGroupAPI(ServiceGroupAPIFactory factory) {
		return factory.get();
	}

	/**
	 * Creates and starts the library's API.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ServiceGroupAPIFactory.class)
	static class LibraryConfiguration {

		@Bean
		@ConditionalOnMissingBean
		LiveServiceGroupAPIFactory serviceGroupAPIFactory(ServiceGroupDriver driver, ServiceGroupSettings settings,
				ServiceGroupProperties properties, MemberCapabilities capabilities, ApplicationEventPublisher publisher,
				ObjectProvider<HeartbeatListener> heartbeatListeners) {
			MemberEventLogger log = new MemberEventLogger();
			ServiceGroupListener listener = (event) -> {
				log.onMemberEvent(event);
				publisher.publishEvent(event);
			};
			return new LiveServiceGroupAPIFactory(driver,
					(chosen) -> new LiveServiceGroupAPI(chosen, settings.heartbeatInterval(), properties.pollInterval(),
							List.of(listener), properties.leaderElection().handoverTimeout(), capabilities::common,
							heartbeatListeners.orderedStream().toList()));
		}

		/**
		 * The beans of type {@link ServiceGroupAPI} are created first, even if they are
		 * lazy, so that it is known whether one of them uses the library's.
		 */
		@Bean
		@ConditionalOnMissingBean(name = "serviceGroupLifecycle")
		ServiceGroupLifecycle serviceGroupLifecycle(LiveServiceGroupAPIFactory factory,
				ObjectProvider<ServiceGroupAPI> apis, ServiceGroupSettings settings, ServiceGroupProperties properties,
				MemberCapabilities capabilities, ApplicationContext context) {
			boolean used = !apis.stream().toList().isEmpty() && factory.created() != null;
			return new ServiceGroupLifecycle(factory::created,
					(used && properties.autoJoin()) ? settings.group() : null,
					(used && properties.leaderElection().enabled()) ? settings.group() : null, capabilities::configured,
					properties.failFast(), new ShutdownDelay(context, properties.pollInterval()),
					context::publishEvent);
		}

	}

	/**
	 * Configures the driver from the properties, unless the application defines one.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ServiceGroupDriver.class)
	static class ChosenDriverConfiguration {

		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		ConfiguredDriver serviceGroupConfiguredDriver(ServiceGroupSettings settings) {
			return settings.driver();
		}

		// Closed by the factory of the API after it has left the last group.
		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		ServiceGroupDriver serviceGroupDriver(ConfiguredDriver configured) {
			return configured.driver();
		}

		/**
		 * Created after the factory, which closes the driver, so that it is closed after
		 * the beans that use locks. In a migration, locks are in the target only.
		 */
		@Bean
		@ConditionalOnMissingBean
		@ConditionalOnBackendFeature(Feature.LOCKS)
		DistributedLocks serviceGroupLocks(ConfiguredDriver configured, ServiceGroupAPIFactory factory) {
			return configured.coordinator()::getLock;
		}

		/** In a migration, partitions have the members of the target only. */
		@Bean(destroyMethod = "")
		@ConditionalOnMissingBean
		@ConditionalOnBackendFeature(Feature.GROUPS)
		Partitions serviceGroupPartitions(ConfiguredDriver configured, ServiceGroupAPIFactory factory) {
			return configured.coordinator().partitions();
		}

	}

}
