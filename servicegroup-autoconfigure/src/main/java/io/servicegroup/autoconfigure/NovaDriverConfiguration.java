package io.servicegroup.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Configures the deprecated drivers {@code mc} and {@code zk}.
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
