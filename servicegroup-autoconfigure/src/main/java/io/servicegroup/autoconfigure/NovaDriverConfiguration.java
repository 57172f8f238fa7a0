package io.servicegroup.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The drivers {@code mc} and {@code zk}, to be removed.
 */
@Configuration(proxyBeanMethods = false)
final class NovaDriverConfiguration {

	@Bean
	McDriverFactory mcDriverSource(ServiceGroupProperties properties) {
		return new McDriverFactory(properties);
	}

	@Bean
	ZkDriverFactory zkDriverSource(ServiceGroupProperties properties) {
		return new ZkDriverFactory(properties);
	}

}
