package io.servicegroup.autoconfigure;

import io.servicegroup.MigrationStatus;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupEndpointWebExtension;

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
	 * Blots the coordination URL's secrets out of Boot's own endpoints ({@code env},
	 * {@code configprops}), wherever the URL stands in a value: in the property, in the
	 * variable, in the command line.
	 */
	@Bean
	@ConditionalOnProperty("servicegroup.tooz-url")
	SanitizingFunction serviceGroupUrlSanitizingFunction(ServiceGroupProperties properties, ServiceGroupAPI api) {
		String url = String.valueOf(properties.toozUrl());
		String shown = api.getStatus().url();
		return blotting(url, shown);
	}

	/** The same for the URL that members move away from. */
	@Bean
	@ConditionalOnProperty("servicegroup.migration.from")
	SanitizingFunction serviceGroupMigrationSanitizingFunction(ServiceGroupProperties properties, ServiceGroupAPI api) {
		String url = String.valueOf(properties.migration().from());
		MigrationStatus migration = api.getStatus().migration();
		return blotting(url, (migration != null) ? migration.from() : "***");
	}

	/** A driver's name is no URL: it has no secret, and may be part of any word. */
	private static SanitizingFunction blotting(String url, String shown) {
		return (data) -> (url.contains("://") && data.getValue() instanceof String value && value.contains(url))
				? data.withValue(value.replace(url, shown)) : data;
	}

}
