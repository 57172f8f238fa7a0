package io.servicegroup.shedlock;

import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tooz.DistributedLocks;
import net.javacrumbs.shedlock.core.LockProvider;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of ShedLock's lock provider, unless the application defines one. The
 * application itself has {@code @EnableSchedulerLock}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnBean(DistributedLocks.class)
public final class ServiceGroupShedLockAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(LockProvider.class)
	ServiceGroupLockProvider serviceGroupLockProvider(DistributedLocks locks) {
		return new ServiceGroupLockProvider(locks);
	}

	@Bean
	@ConditionalOnBean(ServiceGroupLockProvider.class)
	@ConditionalOnMissingBean(name = "serviceGroupLockProviderLifecycle")
	SmartLifecycle serviceGroupLockProviderLifecycle(ServiceGroupLockProvider provider) {
		return provider.lifecycle();
	}

}
