package io.servicegroup.autoconfigure;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the deprecated drivers {@code mc} and {@code zk}.
 */
@Configuration(proxyBeanMethods = false)
final class NovaDriverConfiguration {

	@Bean
	@ConditionalOnMissingBean
	McDriverFactory serviceGroupMcDriverFactory(ServiceGroupProperties properties) {
		return new McDriverFactory(properties);
	}

	@Bean
	@ConditionalOnMissingBean
	ZkDriverFactory serviceGroupZkDriverFactory(ServiceGroupProperties properties) {
		return new ZkDriverFactory(properties);
	}

}
