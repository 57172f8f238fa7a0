package io.servicegroup.shedlock;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.autoconfigure.ServiceGroupAutoConfiguration;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.memory.MemoryStore;
import net.javacrumbs.shedlock.core.LockProvider;
import net.javacrumbs.shedlock.spring.annotation.EnableSchedulerLock;
import net.javacrumbs.shedlock.spring.annotation.SchedulerLock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskSchedulingAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code @SchedulerLock} in two applications on one store.
 */
class ServiceGroupShedLockAutoConfigurationTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	/** The ids of the members that ran the job, of all applications. */
	private static final List<String> runs = new CopyOnWriteArrayList<>();

	private static final AtomicInteger running = new AtomicInteger();

	private static final AtomicInteger overlaps = new AtomicInteger();

	private final MemoryStore store = MemoryStore.named("shedlock");

	@AfterEach
	void closeStore() {
		this.store.close();
	}

	private static ApplicationContextRunner application(String member) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TaskSchedulingAutoConfiguration.class,
					ServiceGroupAutoConfiguration.class, ServiceGroupShedLockAutoConfiguration.class))
			.withPropertyValues("servicegroup.tooz-url=memory://shedlock?timeout=60", "servicegroup.group=web",
					"servicegroup.member-id=" + member);
	}

	@Test
	void aScheduledTaskRunsInOneApplicationAtATime() {
		application("a").withUserConfiguration(Jobs.class).run((a) -> {
			await().atMost(SOON).until(() -> runs.size() > 5);
			application("b").withUserConfiguration(Jobs.class)
				.run((b) -> await().atMost(SOON).until(() -> runs.contains("b") && runs.size() > 20));
		});
		assertThat(overlaps).hasValue(0);
	}

	@Test
	void aStopWaitsForTheRunningTaskBeforeTheLockIsReleased() {
		application("a").run((a) -> {
			DistributedLock lock = a.getBean(DistributedLocks.class).getLock("shedlock-long job");
			application("b").withUserConfiguration(LongJobs.class)
				.run((b) -> assertThat(LongJob.started.await(10, TimeUnit.SECONDS)).isTrue());
			// The context is closed now.
			assertThat(LongJob.ended.getCount()).isZero();
			assertThat(LongJob.memberUpAtEnd).isTrue();
			assertThat(lock.tryLock()).isTrue();
			lock.release();
		});
	}

	@Test
	void anotherProviderIsNotReplaced() {
		application("a").withBean("own", LockProvider.class, () -> (configuration) -> Optional.empty())
			.run((context) -> assertThat(context).doesNotHaveBean(ServiceGroupLockProvider.class));
		application("a").withPropertyValues("servicegroup.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LockProvider.class));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "PT1M")
	static class Jobs {

		@Bean
		Job job(ServiceGroupAPI api) {
			return new Job(api);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@EnableSchedulerLock(defaultLockAtMostFor = "PT1M")
	static class LongJobs {

		@Bean
		LongJob job(ServiceGroupAPI api) {
			return new LongJob(api);
		}

	}

	static class LongJob {

		static final CountDownLatch started = new CountDownLatch(1);

		static final CountDownLatch ended = new CountDownLatch(1);

		static volatile boolean memberUpAtEnd;

		private final ServiceGroupAPI api;

		LongJob(ServiceGroupAPI api) {
			this.api = api;
		}

		@Scheduled(fixedDelay = 60_000)
		@SchedulerLock(name = "long job")
		public void run() {
			started.countDown();
			LockSupport.parkNanos(500_000_000);
			memberUpAtEnd = this.api.getStatus().isUp();
			ended.countDown();
		}

	}

	static class Job {

		private final ServiceGroupAPI api;

		Job(ServiceGroupAPI api) {
			this.api = api;
		}

		@Scheduled(fixedDelay = 7)
		@SchedulerLock(name = "job")
		public void run() {
			overlaps.addAndGet(running.getAndIncrement());
			LockSupport.parkNanos(5_000_000);
			running.decrementAndGet();
			runs.add(this.api.getMemberId());
		}

	}

}
