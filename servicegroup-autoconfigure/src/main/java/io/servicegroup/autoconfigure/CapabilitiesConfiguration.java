package io.servicegroup.autoconfigure;

import io.servicegroup.CapabilitiesSupplier;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.web.server.AbstractConfigurableWebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Configures the capabilities that this application publishes.
 */
@Configuration(proxyBeanMethods = false)
final class CapabilitiesConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MemberCapabilities serviceGroupCapabilities(ConfigurableEnvironment environment,
			ObjectProvider<WebServerCapabilities> webServer, ObjectProvider<CapabilitiesSupplier> suppliers) {
		return new MemberCapabilities(environment, webServer, suppliers);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(AbstractConfigurableWebServerFactory.class)
	static class WebServerConfiguration {

		@Bean
		@ConditionalOnMissingBean
		WebServerCapabilities serviceGroupWebServerCapabilities(ApplicationContext context,
				ObjectProvider<ServiceGroupLifecycle> lifecycle) {
			return new WebServerCapabilities(context, () -> lifecycle.ifAvailable(ServiceGroupLifecycle::refresh));
		}

	}

}
