package io.servicegroup.springcloud;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.MemberCapabilities;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.autoconfigure.ServiceGroupProperties;
import reactor.core.publisher.Flux;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.cloud.client.CommonsClientAutoConfiguration;
import org.springframework.cloud.client.ConditionalOnBlockingDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnDiscoveryEnabled;
import org.springframework.cloud.client.ConditionalOnReactiveDiscoveryEnabled;
import org.springframework.cloud.client.ReactiveCommonsClientAutoConfiguration;
import org.springframework.cloud.client.serviceregistry.ServiceRegistryAutoConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration of Spring Cloud's discovery clients and service registry. Inactive
 * with {@code spring.cloud.discovery.enabled=false}, or without service groups.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class,
		before = { CommonsClientAutoConfiguration.class, ReactiveCommonsClientAutoConfiguration.class,
				ServiceRegistryAutoConfiguration.class })
@ConditionalOnDiscoveryEnabled
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnBean(ServiceGroupProperties.class)
public final class ServiceGroupDiscoveryAutoConfiguration {

	/**
	 * Of the group that the application is configured to join. Another registry's is
	 * preferred.
	 */
	@Bean
	@Fallback
	@ConditionalOnMissingBean
	ServiceGroupRegistration serviceGroupRegistration(ServiceGroupAPI api, ServiceGroupProperties properties,
			Environment environment) {
		String group = properties.groupOrName(environment);
		return new ServiceGroupRegistration(api, (group != null) ? group : "application");
	}

	@Bean
	@Fallback
	@ConditionalOnMissingBean
	ServiceGroupServiceRegistry serviceGroupServiceRegistry(ServiceGroupAPI api, MemberCapabilities capabilities) {
		return new ServiceGroupServiceRegistry(api, capabilities::configured);
	}

	@Bean
	@ConditionalOnMissingBean
	DiscoveryEventPublisher serviceGroupDiscoveryEventPublisher(ServiceGroupRegistration registration,
			ApplicationEventPublisher publisher) {
		return new DiscoveryEventPublisher(registration, publisher);
	}

	/**
	 * The blocking client.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBlockingDiscoveryEnabled
	static class BlockingConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ServiceGroupDiscoveryClient serviceGroupDiscoveryClient(ServiceGroupAPI api) {
			return new ServiceGroupDiscoveryClient(api);
		}

	}

	/**
	 * The reactive client, if WebClient is on the class path.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Flux.class)
	@ConditionalOnReactiveDiscoveryEnabled
	static class ReactiveConfiguration {

		@Bean
		@ConditionalOnMissingBean
		ServiceGroupReactiveDiscoveryClient serviceGroupReactiveDiscoveryClient(ServiceGroupAPI api) {
			return new ServiceGroupReactiveDiscoveryClient(new ServiceGroupDiscoveryClient(api));
		}

	}

}
