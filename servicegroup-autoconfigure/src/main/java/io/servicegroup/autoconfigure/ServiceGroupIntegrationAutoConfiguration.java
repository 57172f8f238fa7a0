package io.servicegroup.autoconfigure;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.integration.IntegrationLeaderEvents;
import io.servicegroup.integration.ServiceGroupLockRegistry;
import io.servicegroup.tooz.DistributedLocks;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.integration.leader.event.DefaultLeaderEventPublisher;
import org.springframework.integration.leader.event.LeaderEventPublisher;
import org.springframework.integration.support.locks.LockRegistry;

/**
 * Auto-configuration for applications that use Spring Integration: a lock registry, and
 * Spring Integration's leader events.
 */
@AutoConfiguration(after = ServiceGroupAutoConfiguration.class)
@ConditionalOnClass({ LockRegistry.class, LeaderEventPublisher.class })
@ConditionalOnSingleCandidate(ServiceGroupAPI.class)
@ConditionalOnBean(ServiceGroupProperties.class)
public final class ServiceGroupIntegrationAutoConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(ServiceGroupIntegrationAutoConfiguration.class);

	/** Not created if the application defines its own registry. */
	@Bean
	@ConditionalOnMissingBean(LockRegistry.class)
	@ConditionalOnBean(DistributedLocks.class)
	ServiceGroupLockRegistry serviceGroupLockRegistry(DistributedLocks locks) {
		return new ServiceGroupLockRegistry(locks);
	}

	@Bean
	@ConditionalOnMissingBean(value = IntegrationLeaderEvents.class, name = "serviceGroupIntegrationLeaderEvents")
	IntegrationLeaderEvents serviceGroupIntegrationLeaderEvents(ServiceGroupAPI api,
			ApplicationEventPublisher publisher) {
		return new IntegrationLeaderEvents(api, new DefaultLeaderEventPublisher(publisher));
	}

	/** Before all beans exist, an event would not reach the listeners among them. */
	@Bean
	@ConditionalOnMissingBean(name = "serviceGroupIntegrationLeaderEventsRegistration")
	SmartInitializingSingleton serviceGroupIntegrationLeaderEventsRegistration(ServiceGroupAPI api,
			ObjectProvider<IntegrationLeaderEvents> events) {
		return () -> {
			try {
				events.ifAvailable(api::addLeadershipListener);
			}
			catch (UnsupportedOperationException ex) {
				logger.info("Spring Integration's leader events are not published: ServiceGroupAPI {} does not support "
						+ "leadership listeners", api.getClass().getName());
			}
		};
	}

}
