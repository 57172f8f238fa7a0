package io.servicegroup.springcloud;

import io.servicegroup.tck.servers.StoreFixture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Calls by Spring Cloud LoadBalancer reach live instances.
 */
abstract class LoadBalancedCallContract extends StoreFixture {

	@Test
	void callsReachLiveInstances() throws Exception {
		Rotation.Figures figures = measured("servicegroup.tooz-url=" + url());
		System.out.println(figures.row(getClass().getSimpleName()));
		assertThat(figures.failedByStop()).as("calls that failed as an instance shut down").isZero();
		assertThat(figures.killedFor()).as("time for which a killed instance was in rotation")
			.isLessThanOrEqualTo(bound());
		assertThat(figures.failedInSpiteOfRetry()).as("calls that failed in spite of a retry").isZero();
	}

	static Rotation.Figures measured(String... properties) throws Exception {
		try (Rotation rotation = new Rotation(properties)) {
			return rotation.run();
		}
	}

}
