package io.servicegroup.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter brings to an application, and what not.
 */
class StarterTests {

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	@Test
	void bringsTheClientsOfAllBackends() {
		assertThat(CLASS_PATH).contains("spring-data-redis-", "lettuce-core-", "elasticache-java-cluster-client-",
				"curator-framework-", "jackson-databind-3", "spring-boot-actuator-");
	}

	/** It would give an application on another backend a Redis connection and health. */
	@Test
	void bringsNoAutoConfigurationOfRedis() {
		assertThat(CLASS_PATH).doesNotContain("spring-boot-data-redis", "spring-boot-starter-data-redis");
	}

}
