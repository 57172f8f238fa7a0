package io.servicegroup.autoconfigure;

import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupEndpointWebExtension;
import io.servicegroup.tooz.format.Redactor;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the endpoint {@code servicegroup}.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, SanitizingFunction.class })
@ConditionalOnBean({ ServiceGroupAPI.class, ServiceGroupProperties.class })
public final class ServiceGroupEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnAvailableEndpoint
	ServiceGroupEndpoint serviceGroupEndpoint(ServiceGroupAPI api) {
		return new ServiceGroupEndpoint(api);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ServiceGroupEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	ServiceGroupEndpointWebExtension serviceGroupEndpointWebExtension(ServiceGroupEndpoint endpoint) {
		return new ServiceGroupEndpointWebExtension(endpoint);
	}

	/**
	 * Masks the secrets of the coordination URL in Spring Boot's endpoints {@code env}
	 * and {@code configprops}, wherever a value contains the URL: in the property, an
	 * environment variable or the command line.
	 */
	@Bean
	@ConditionalOnProperty("servicegroup.tooz-url")
	SanitizingFunction serviceGroupUrlSanitizingFunction(ServiceGroupProperties properties, ServiceGroupAPI api) {
		String url = String.valueOf(properties.toozUrl());
		String shown = api.getStatus().url();
		return masking(url, shown);
	}

	/** Masks the secrets of the URL of a migration's source. */
	@Bean
	@ConditionalOnProperty("servicegroup.migration.from")
	SanitizingFunction serviceGroupMigrationSanitizingFunction(ServiceGroupProperties properties, ServiceGroupAPI api) {
		String url = String.valueOf(properties.migration().from());
		MigrationStatus migration = api.getStatus().migration();
		return masking(url, (migration != null) ? migration.from() : Redactor.MASK);
	}

	/**
	 * Replaces the URL. A driver's name is not replaced: it holds no secret, and other
	 * values may contain it by chance.
	 */
	private static SanitizingFunction masking(String url, String shown) {
		return (data) -> (url.contains("://") && data.getValue() instanceof String value && value.contains(url))
				? data.withValue(value.replace(url, shown)) : data;
	}

}
