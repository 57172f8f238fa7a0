package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.concurrent.locks.Lock;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.GroupDescriptor;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.integration.support.locks.LockRegistry;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with a database as its backend, which supports locks and elections, but
 * no groups.
 */
class DatabaseApplicationTests extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(5);

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	private ApplicationContextRunner candidate(String member) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class,
					ServiceGroupIntegrationAutoConfiguration.class, ServiceGroupEndpointAutoConfiguration.class,
					ServiceGroupHealthAutoConfiguration.class, EndpointAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + url(), "servicegroup.group=web",
					"servicegroup.auto-join=false", "servicegroup.leader-election.enabled=true",
					"servicegroup.member-id=" + member, "management.endpoints.web.exposure.include=*");
	}

	@Test
	void anApplicationElectsALeaderLocksAndIsHealthy() {
		candidate("a").run((context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(SOON).until(() -> api.isLeader("web") && api.getStatus().isUp());
			assertThat(context.getBean(HealthIndicator.class).health().getStatus()).isEqualTo(Status.UP);
			GroupDescriptor shown = context.getBean(ServiceGroupEndpoint.class).groups().groups().get("web");
			assertThat(shown.leader()).isEqualTo("a");
			assertThat(shown.leaderElected()).isTrue();
			assertThat(shown.problem()).isNull();
			Lock lock = lockOf(context.getBean(LockRegistry.class));
			lock.lock();
			candidate("b").run((other) -> {
				assertThat(lockOf(other.getBean(LockRegistry.class)).tryLock()).isFalse();
				ServiceGroupAPI others = other.getBean(ServiceGroupAPI.class);
				within(SOON).until(() -> others.getLeader("web").isPresent());
				assertThat(others.getLeader("web").orElseThrow().memberId()).isEqualTo("a");
				api.resign("web");
				within(SOON).until(() -> others.isLeader("web"));
			});
			lock.unlock();
			this.server.pause();
			try {
				within(TIMEOUT.multipliedBy(2))
					.until(() -> context.getBean(HealthIndicator.class).health().getStatus().equals(Status.DOWN));
			}
			finally {
				this.server.resume();
			}
			within(SOON.multipliedBy(2))
				.until(() -> context.getBean(HealthIndicator.class).health().getStatus().equals(Status.UP));
		});
	}

	private static Lock lockOf(LockRegistry<?> registry) {
		return registry.obtain("job");
	}

}
