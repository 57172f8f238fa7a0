package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;

import io.servicegroup.LeadershipEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.integration.leader.event.AbstractLeaderEvent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application whose context is lazy, is paused and restarted, as Spring's cache of
 * contexts does in tests, or runs on virtual threads.
 */
class ContextModesTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private static final String URL = "memory://modes?timeout=60";

	private final MemoryStore store = MemoryStore.named("modes");

	@AfterEach
	void removeStore() {
		this.store.close();
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties("servicegroup.tooz-url=" + URL, "servicegroup.group=web", "servicegroup.member-id=a",
					"servicegroup.leader-election.enabled=true", "servicegroup.heartbeat-interval=500ms")
			.properties(properties)
			.run();
	}

	private static boolean isJoined() {
		try (ToozServiceGroupDriver observer = new ToozServiceGroupDriver(Coordinators.parse(URL), "observer")) {
			return observer.read("web").isUp("a");
		}
	}

	private static void awaitLeader(ConfigurableApplicationContext context) {
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		await().atMost(SOON).until(() -> isJoined() && api.serviceIsUp("web", "a") && api.isLeader("web"));
	}

	@Test
	void aLazyContextJoinsAndPublishesEvents() {
		try (ConfigurableApplicationContext context = start("spring.main.lazy-initialization=true")) {
			awaitLeader(context);
			List<Object> events = context.getBean(Application.class).events;
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(events).hasAtLeastOneElementOfType(MemberEvent.class)
					.hasAtLeastOneElementOfType(LeadershipEvent.class)
					.hasAtLeastOneElementOfType(AbstractLeaderEvent.class));
		}
		assertThat(isJoined()).isFalse();
	}

	@Test
	void aPausedContextLeavesAndJoinsAgainWhenItRestarts() {
		try (ConfigurableApplicationContext context = start()) {
			awaitLeader(context);
			DistributedLock lock = context.getBean(DistributedLocks.class).getLock("held").acquireOrThrow(SOON);
			for (int i = 0; i < 2; i++) {
				context.pause();
				assertThat(isJoined()).isFalse();
				assertThat(context.getBean(ServiceGroupAPI.class).isLeader("web")).isFalse();
				context.restart();
				awaitLeader(context);
			}
			assertThat(lock.isStillOwner()).isTrue();
			List<Object> events = context.getBean(Application.class).events;
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(events).filteredOn(LeadershipEvent.class::isInstance).hasSize(5));
		}
		assertThat(isJoined()).isFalse();
	}

	/** Before Java 21 the executor has platform threads. */
	@Test
	void virtualThreadsAskAndLock() throws InterruptedException, ExecutionException, TimeoutException {
		try (ConfigurableApplicationContext context = start("spring.threads.virtual.enabled=true")) {
			awaitLeader(context);
			AsyncTaskExecutor executor = context.getBean(AsyncTaskExecutor.class);
			List<Future<Boolean>> all = IntStream.range(0, 200)
				.mapToObj((i) -> executor.submit(() -> isUpWhileLocked(context)))
				.toList();
			for (Future<Boolean> one : all) {
				assertThat(one.get(20, TimeUnit.SECONDS)).isTrue();
			}
			assertThat(context.getBean(ServiceGroupAPI.class).getStatus().isUp()).isTrue();
		}
		assertThat(isJoined()).isFalse();
	}

	private static boolean isUpWhileLocked(ConfigurableApplicationContext context) {
		try (DistributedLock lock = context.getBean(DistributedLocks.class)
			.getLock("common")
			.acquireOrThrow(Duration.ofSeconds(20))) {
			return lock.isStillOwner() && context.getBean(ServiceGroupAPI.class).serviceIsUp("web", "a");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<Object> events = new CopyOnWriteArrayList<>();

		@EventListener({ MemberEvent.class, LeadershipEvent.class, AbstractLeaderEvent.class })
		void on(Object event) {
			this.events.add(event);
		}

	}

}
