package io.servicegroup.autoconfigure;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The drivers {@code mc} and {@code zk}, to be removed.
 */
@Configuration(proxyBeanMethods = false)
final class NovaDriverConfiguration {

	@Bean
	McSource mcDriverSource(ServiceGroupProperties properties) {
		return new McSource(properties);
	}

	@Bean
	ZkSource zkDriverSource(ServiceGroupProperties properties) {
		return new ZkSource(properties);
	}

}
