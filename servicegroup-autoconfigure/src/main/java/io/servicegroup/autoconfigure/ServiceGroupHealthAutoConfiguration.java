package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupHealthIndicator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the health component {@code serviceGroup}.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnEnabledHealthIndicator("servicegroup")
public final class ServiceGroupHealthAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupHealthIndicator")
	ServiceGroupHealthIndicator serviceGroupHealthIndicator(ServiceGroupAPI api) {
		return new ServiceGroupHealthIndicator(api);
	}

}
