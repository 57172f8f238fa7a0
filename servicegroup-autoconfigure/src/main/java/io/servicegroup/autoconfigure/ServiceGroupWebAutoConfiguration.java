package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.ControllerAdvice;

/**
 * Auto-configuration for web applications, with Web MVC or WebFlux.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnWebApplication
@ConditionalOnClass(ControllerAdvice.class)
@ConditionalOnBean(ServiceGroupAPI.class)
public final class ServiceGroupWebAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupExceptionHandler")
	ServiceGroupExceptionHandler serviceGroupExceptionHandler() {
		return new ServiceGroupExceptionHandler();
	}

}
