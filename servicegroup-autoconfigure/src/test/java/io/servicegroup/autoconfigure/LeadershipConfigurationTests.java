package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Lock;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.actuate.GroupDescriptor;
import io.servicegroup.actuate.ServiceGroupEndpoint;
import io.servicegroup.integration.ServiceGroupLockRegistry;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreFixture;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.Feature;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.integration.leader.event.AbstractLeaderEvent;
import org.springframework.integration.support.locks.DefaultLockRegistry;
import org.springframework.integration.support.locks.LockRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The beans and events for leadership and locks, with a real Redis.
 */
class LeadershipConfigurationTests extends StoreFixture {

	private static final Duration SOON = Duration.ofSeconds(10);

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	private ApplicationContextRunner runner(String member) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class,
					ServiceGroupIntegrationAutoConfiguration.class, ServiceGroupEndpointAutoConfiguration.class,
					EndpointAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=" + url(), "servicegroup.group=web",
					"servicegroup.member-id=" + member, "management.endpoints.web.exposure.include=*");
	}

	private ApplicationContextRunner candidate(String member) {
		return runner(member).withPropertyValues("servicegroup.leader-election.enabled=true");
	}

	@Test
	void aCandidateLeadsItsGroupAndPublishesEvents() {
		Events events = new Events();
		candidate("a").withBean(Events.class, () -> events).run((context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(SOON).until(() -> events.seen.size() == 2);
			assertThat(api.isLeader("web")).isTrue();
			runner("b").run((other) -> {
				assertThat(other.getBean(ServiceGroupAPI.class).getStatus().candidacies()).isEmpty();
				GroupDescriptor read = shown(other.getBean(ServiceGroupEndpoint.class));
				assertThat(read.leader()).isEqualTo("a");
				assertThat(read.leaderElected()).isTrue();
				assertThat(other.getBean(ServiceGroupEndpoint.class).groups().groups().get("web").leaderElected())
					.isNull();
			});
			GroupDescriptor own = context.getBean(ServiceGroupEndpoint.class).groups().groups().get("web");
			assertThat(own.leader()).isEqualTo("a");
			assertThat(own.leaderElected()).isTrue();
			AbstractLeaderEvent granted = (AbstractLeaderEvent) events.integration.get(0);
			assertThat(granted.getRole()).isEqualTo("web");
			assertThat(granted.getContext().isLeader()).isTrue();
			granted.getContext().yield();
			assertThat(granted.getContext().isLeader()).isFalse();
			within(SOON).until(() -> events.seen.size() == 4);
			within(RECOVERY.multipliedBy(2)).until(() -> api.isLeader("web"));
		});
		assertThat(events.seen).contains("OnGrantedEvent", "OnRevokedEvent", "LeaderElectedEvent",
				"LeaderRevokedEvent");
		assertThat(events.seen).as("the end is published before the context closes")
			.filteredOn((name) -> name.equals("LeaderRevokedEvent"))
			.hasSize(2);
	}

	private GroupDescriptor shown(ServiceGroupEndpoint endpoint) {
		return endpoint.group("web").groups().get("web");
	}

	@Test
	void noMemberLeadsByDefault() {
		runner("a").run((context) -> {
			within(SOON).until(() -> context.getBean(ServiceGroupAPI.class).getStatus().isUp());
			assertThat(shown(context.getBean(ServiceGroupEndpoint.class)).leaderElected()).isFalse();
			assertThat(shown(context.getBean(ServiceGroupEndpoint.class)).leader()).isNull();
		});
	}

	@Test
	void aCandidateNeedNotJoin() {
		candidate("a").withPropertyValues("servicegroup.auto-join=false").run((context) -> {
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			within(SOON).until(() -> api.isLeader("web") && api.getStatus().isUp());
			assertThat(api.read("web").members()).isEmpty();
		});
	}

	@Test
	void locksAreRenewedByHeartbeats() {
		runner("a").run((context) -> {
			Lock registered = context.getBean(ServiceGroupLockRegistry.class).obtain("key");
			registered.lock();
			DistributedLocks locks = context.getBean(DistributedLocks.class);
			within(TIMEOUT.multipliedBy(3)).during(TIMEOUT.plusSeconds(1))
				.until(() -> !locks.getLock("key").acquire(false));
			registered.unlock();
		});
	}

	@Test
	void anApplicationsOwnRegistryReplacesTheDefault() {
		runner("a").withBean(LockRegistry.class, DefaultLockRegistry::new)
			.run((context) -> assertThat(context).hasSingleBean(LockRegistry.class)
				.hasSingleBean(DistributedLocks.class)
				.doesNotHaveBean(ServiceGroupLockRegistry.class));
	}

	@Test
	void worksWithoutSpringIntegration() {
		candidate("a").withClassLoader(new FilteredClassLoader("org.springframework.integration"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DistributedLocks.class)
				.doesNotHaveBean("serviceGroupLockRegistry"));
	}

	@Test
	void anUnsupportedFeatureIsRejectedWithItsProperty() {
		EnumSet<Feature> noGroups = EnumSet.of(Feature.LOCKS, Feature.ELECTION);
		assertThatExceptionOfType(InvalidPropertyException.class)
			.isThrownBy(() -> FeatureValidator.check("mysql", noGroups, true, true))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("servicegroup.auto-join"))
			.satisfies((ex) -> assertThat(ex.fix()).contains("servicegroup.auto-join=false", "redis://"));
		FeatureValidator.check("mysql", noGroups, false, true);
		assertThatExceptionOfType(InvalidPropertyException.class)
			.isThrownBy(() -> FeatureValidator.check("x", EnumSet.of(Feature.GROUPS), true, true))
			.satisfies((ex) -> assertThat(ex.property()).isEqualTo("servicegroup.leader-election.enabled"));
		FeatureValidator.check("x", EnumSet.of(Feature.GROUPS), true, false);
	}

	static class Events {

		final List<String> seen = new CopyOnWriteArrayList<>();

		final List<Object> integration = new CopyOnWriteArrayList<>();

		@EventListener
		void on(LeadershipEvent event) {
			this.seen.add(event.getClass().getSimpleName());
		}

		@EventListener
		void on(AbstractLeaderEvent event) {
			this.integration.add(event);
			this.seen.add(event.getClass().getSimpleName());
		}

	}

}
