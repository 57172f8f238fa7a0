package io.servicegroup.sample;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Checks the dependencies that the starter adds to an application.
 */
class StarterTests {

	private static final String CLASS_PATH = System.getProperty("java.class.path");

	@Test
	void addsTheClientsOfAllBackends() {
		assertThat(CLASS_PATH).contains("spring-data-redis-", "lettuce-core-", "curator-framework-",
				"jackson-databind-3", "spring-boot-actuator-");
	}

	/**
	 * It would add a Redis connection and Redis health to applications with other
	 * backends.
	 */
	@Test
	void addsNoAutoConfigurationOfRedis() {
		assertThat(CLASS_PATH).doesNotContain("spring-boot-data-redis", "spring-boot-starter-data-redis");
	}

}
