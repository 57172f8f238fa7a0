package io.servicegroup.autoconfigure;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupMetrics;
import io.servicegroup.actuate.ServiceGroupMigrationMetrics;
import io.servicegroup.actuate.ServiceGroupSwitchMetrics;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the metrics of groups, lost switches and a migration's progress.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass(MeterBinder.class)
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
public final class ServiceGroupMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(value = ServiceGroupMetrics.class, name = "serviceGroupMetrics")
	ServiceGroupMetrics serviceGroupMetrics(ServiceGroupAPI api) {
		return new ServiceGroupMetrics(api);
	}

	@Bean
	@ConditionalOnMissingBean(value = ServiceGroupSwitchMetrics.class, name = "serviceGroupSwitchMetrics")
	ServiceGroupSwitchMetrics serviceGroupSwitchMetrics(ServiceGroupAPI api) {
		return new ServiceGroupSwitchMetrics(api);
	}

	@Bean
	@ConditionalOnProperty("servicegroup.migration.from")
	@ConditionalOnMissingBean(value = ServiceGroupMigrationMetrics.class, name = "serviceGroupMigrationMetrics")
	ServiceGroupMigrationMetrics serviceGroupMigrationMetrics(ServiceGroupAPI api) {
		return new ServiceGroupMigrationMetrics(api);
	}

}
