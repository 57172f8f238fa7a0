package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ReactiveServiceGroupEndpointWebExtension;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupEndpointWebExtension;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.ToozUrl;
import io.servicegroup.tooz.format.Redactor;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.reactive.ServerWebExchangeContextFilter;

/**
 * Auto-configuration of the endpoint {@code servicegroup}.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass({ ConditionalOnAvailableEndpoint.class, SanitizingFunction.class })
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnBean(ServiceGroupProperties.class)
public final class ServiceGroupEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = ServiceGroupEndpoint.class, name = "serviceGroupEndpoint")
	@ConditionalOnAvailableEndpoint
	ServiceGroupEndpoint serviceGroupEndpoint(ServiceGroupAPI api) {
		return new ServiceGroupEndpoint(api);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ServiceGroupEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	ServiceGroupEndpointWebExtension serviceGroupEndpointWebExtension(ServiceGroupEndpoint endpoint) {
		return new ServiceGroupEndpointWebExtension(endpoint);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnBean(ServiceGroupEndpoint.class)
	@ConditionalOnAvailableEndpoint(exposure = EndpointExposure.WEB)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	ReactiveServiceGroupEndpointWebExtension reactiveServiceGroupEndpointWebExtension(ServiceGroupEndpoint endpoint) {
		return new ReactiveServiceGroupEndpointWebExtension(endpoint);
	}

	/**
	 * Masks the secrets of the coordination URL in Spring Boot's endpoints {@code env}
	 * and {@code configprops}, wherever a value contains the URL: in the property, an
	 * environment variable or the command line.
	 */
	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupUrlSanitizingFunction")
	@ConditionalOnProperty("servicegroup.tooz-url")
	SanitizingFunction serviceGroupUrlSanitizingFunction(ServiceGroupProperties properties) {
		return masking(String.valueOf(properties.toozUrl()));
	}

	/** Masks the secrets of the URL of a migration's source. */
	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupMigrationSanitizingFunction")
	@ConditionalOnProperty("servicegroup.migration.from")
	SanitizingFunction serviceGroupMigrationSanitizingFunction(ServiceGroupProperties properties) {
		return masking(String.valueOf(properties.migration().from()));
	}

	/**
	 * Replaces the URL. A driver's name is not replaced: it holds no secret, and other
	 * values may contain it by chance.
	 */
	private static SanitizingFunction masking(String url) {
		String shown = withoutSecrets(url);
		return (data) -> (url.contains("://") && data.getValue() instanceof String value && value.contains(url))
				? data.withValue(value.replace(url, shown)) : data;
	}

	private static String withoutSecrets(String url) {
		try {
			return ToozUrl.parse(url).toString();
		}
		catch (InvalidToozUrlException ex) {
			return SanitizableData.SANITIZED_VALUE;
		}
	}

	/** Gives the audit lines of a reactive application the request. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnAvailableEndpoint(endpoint = ServiceGroupEndpoint.class, exposure = EndpointExposure.WEB)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class Exchanges {

		@Bean
		@ConditionalOnMissingBean
		ServerWebExchangeContextFilter serverWebExchangeContextFilter() {
			return new ServerWebExchangeContextFilter();
		}

	}

}
