package io.servicegroup.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.tooz.memory.MemoryStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A {@code @Scheduled} method that does its work by {@code runIfLeader} never runs in two
 * applications at the same time, while the leadership changes hands: by a resignation,
 * and by the end of an application.
 */
class ScheduledLeaderTests {

	private static final Duration SOON = Duration.ofSeconds(20);

	/** The members that ran the task, in order. */
	private static final List<String> runs = new CopyOnWriteArrayList<>();

	private static final AtomicInteger running = new AtomicInteger();

	private static final AtomicInteger overlaps = new AtomicInteger();

	private final MemoryStore store = MemoryStore.named("scheduled");

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	private static ApplicationContextRunner application(String member) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class))
			.withUserConfiguration(Scheduling.class)
			.withPropertyValues("servicegroup.tooz-url=memory://scheduled?timeout=3", "servicegroup.group=web",
					"servicegroup.leader-election.enabled=true", "servicegroup.heartbeat-interval=500ms",
					"servicegroup.member-id=" + member);
	}

	@Test
	void onlyTheLeaderRunsIt() {
		application("a").run((a) -> {
			awaitRunBy("a");
			application("b").run((b) -> {
				a.getBean(ServiceGroupAPI.class).resign("web");
				awaitRunBy("b");
			});
			awaitRunBy("a");
		});
		assertThat(overlaps).hasValue(0);
	}

	private static void awaitRunBy(String member) {
		int before = runs.size();
		await().atMost(SOON)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> runs.subList(before, runs.size()).contains(member));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@Import(Task.class)
	static class Scheduling {

	}

	static class Task {

		private final ServiceGroupAPI serviceGroup;

		Task(ServiceGroupAPI serviceGroup) {
			this.serviceGroup = serviceGroup;
		}

		@Scheduled(fixedDelay = 1)
		void run() {
			this.serviceGroup.runIfLeader("web", this::work);
		}

		private void work() {
			overlaps.addAndGet(running.getAndIncrement());
			runs.add(this.serviceGroup.getMemberId());
			// Longer than the time between two attempts to be elected.
			LockSupport.parkNanos(800_000_000);
			running.decrementAndGet();
		}

	}

}
