package io.servicegroup.springcloud;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.cloud.loadbalancer.cache.LoadBalancerCacheManager;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for Spring Cloud LoadBalancer. Its cache would keep a member that
 * left in rotation for 35 seconds, while the discovery client answers from memory, with
 * each change.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = ServiceGroupDiscoveryAutoConfiguration.class)
@ConditionalOnClass(LoadBalancerCacheManager.class)
@ConditionalOnBean(ServiceGroupRegistration.class)
public final class ServiceGroupLoadBalancerAutoConfiguration {

	@Bean
	static BeanPostProcessor serviceGroupLoadBalancerCachePostProcessor() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				return (bean instanceof LoadBalancerCacheManager manager) ? new InstanceCacheManager(manager) : bean;
			}

		};
	}

}
