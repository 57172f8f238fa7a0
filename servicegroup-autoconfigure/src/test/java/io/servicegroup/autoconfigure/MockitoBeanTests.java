package io.servicegroup.autoconfigure;

import java.util.List;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.actuate.ServiceGroupHealthIndicator;
import io.servicegroup.actuate.ServiceGroupSwitchMetrics;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.support.locks.LockRegistry;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * A test of an application may replace the API and the locks by mocks. No server answers
 * at the configured URL: nothing connects to it.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.NONE,
		properties = { "servicegroup.tooz-url=redis://127.0.0.1:1?timeout=5", "servicegroup.group=web",
				"servicegroup.fail-fast=true", "servicegroup.leader-election.enabled=true",
				"management.endpoints.web.exposure.include=*" })
class MockitoBeanTests {

	@MockitoBean
	private ServiceGroupAPI api;

	@MockitoBean
	private DistributedLocks locks;

	@Autowired
	private ServiceGroupHealthIndicator health;

	@Autowired
	private ServiceGroupEndpoint endpoint;

	@Autowired
	private ServiceGroupSwitchMetrics metrics;

	@Autowired
	private ServiceGroupLifecycle lifecycle;

	@Autowired
	private LockRegistry<?> registry;

	@Test
	void theMockIsTheApplicationsAPI() {
		given(this.api.getAll("web")).willReturn(List.of());
		given(this.api.isLeader("web")).willReturn(true);
		assertThat(this.api.getAll("web")).isEmpty();
		assertThat(this.api.isLeader("web")).isTrue();
		assertThat(this.lifecycle.isRunning()).isFalse();
	}

	@Test
	void healthEndpointAndMetricsUseIt() {
		MeterRegistry meters = new SimpleMeterRegistry();
		this.metrics.bindTo(meters);
		assertThat(this.health.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(this.endpoint.groups()).isNull();
		assertThat(meters.get("servicegroup.switches.lost").functionCounters())
			.allMatch((counter) -> Double.isNaN(counter.count()));
	}

	@Test
	void theLockRegistryUsesTheMockedLocks() {
		DistributedLock lock = mock();
		given(lock.tryLock()).willReturn(true);
		given(this.locks.getLock("key")).willReturn(lock);
		assertThat(this.registry.obtain("key").tryLock()).isTrue();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ ServiceGroupAutoConfiguration.class, ServiceGroupHealthAutoConfiguration.class,
			ServiceGroupMetricsAutoConfiguration.class, ServiceGroupIntegrationAutoConfiguration.class,
			ServiceGroupEndpointAutoConfiguration.class, EndpointAutoConfiguration.class })
	static class Application {

	}

}
