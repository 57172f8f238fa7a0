package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupInfoContributor;

import org.springframework.boot.actuate.autoconfigure.info.ConditionalOnEnabledInfoContributor;
import org.springframework.boot.actuate.autoconfigure.info.InfoContributorFallback;
import org.springframework.boot.actuate.info.InfoContributor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the part of {@code /actuator/info}. Disabled by default, as
 * those of Spring Boot that show the environment.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass({ InfoContributor.class, ConditionalOnEnabledInfoContributor.class })
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnEnabledInfoContributor(value = "servicegroup", fallback = InfoContributorFallback.DISABLE)
public final class ServiceGroupInfoAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = ServiceGroupInfoContributor.class, name = "serviceGroupInfoContributor")
	ServiceGroupInfoContributor serviceGroupInfoContributor(ServiceGroupAPI api) {
		return new ServiceGroupInfoContributor(api);
	}

}
