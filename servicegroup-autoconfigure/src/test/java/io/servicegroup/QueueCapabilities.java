package io.servicegroup;

import java.util.Map;
import java.util.Queue;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * An example of docs/capabilities.md.
 */
@Configuration(proxyBeanMethods = false)
public class QueueCapabilities {

	@Bean
	CapabilitiesSupplier load(Queue<?> queue) {
		return () -> Map.of("load", queue.size());
	}

}
