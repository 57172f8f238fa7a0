package io.servicegroup.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.servicegroup.ServiceGroupAPI;
import io.servicegroup.membership.HeartbeatListener;
import io.servicegroup.tooz.CoordinationObserver;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.DistributedLocks;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.memory.MemoryStore;
import io.servicegroup.tooz.memory.MemoryStore.Failure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The metrics of an application to which everything happens that they record, against
 * docs/metrics.md and the queries in docs/monitoring.
 */
class MetricsTests {

	private static final Duration SOON = Duration.ofSeconds(10);

	private final MemoryStore store = MemoryStore.named("metrics");

	private final MemoryStore old = MemoryStore.named("metrics-old");

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ServiceGroupAutoConfiguration.class,
				ServiceGroupMetricsAutoConfiguration.class, ServiceGroupObservationAutoConfiguration.class,
				MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
				PrometheusMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class))
		.withPropertyValues("servicegroup.tooz-url=memory://metrics?timeout=60", "servicegroup.group=web",
				"servicegroup.member-id=a", "servicegroup.heartbeat-interval=50ms", "servicegroup.poll-interval=100ms",
				"servicegroup.leader-election.enabled=true");

	@AfterEach
	void closeStores() {
		this.store.close();
		this.old.close();
	}

	@Test
	void theMetricsAreThoseOfThePage() {
		this.runner.withPropertyValues("servicegroup.migration.from=memory://metrics-old?timeout=60").run((context) -> {
			everythingHappens(context);
			assertThat(meters(context.getBean(MeterRegistry.class))).isEqualTo(documentedMeters());
		});
	}

	@Test
	void theQueriesOfDashboardAndAlertsFindTheirMetrics() {
		this.runner.withPropertyValues("servicegroup.migration.from=memory://metrics-old?timeout=60").run((context) -> {
			everythingHappens(context);
			String scrape = context.getBean(PrometheusMeterRegistry.class).scrape();
			MonitoringQueries.all().forEach((query) -> MonitoringQueries.check(query, scrape));
		});
	}

	@Test
	void whatHappensIsCounted() {
		this.runner.run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
			await().atMost(SOON).until(() -> api.isLeader("web") && api.serviceIsUp("web", "a"));
			assertThat(meters.get("servicegroup.leader").gauge().value()).isOne();
			assertThat(meters.get("servicegroup.heartbeat").tag("outcome", "success").timer().count()).isPositive();
			assertThat(meters.get("servicegroup.heartbeat.age").timeGauge().value()).isBetween(0.0, 10.0);
			api.disable("web", "a", "tested");
			await().atMost(SOON)
				.until(() -> meters.get("servicegroup.members").tag("state", "disabled").gauge().value() == 1);
			assertThat(meters.get("servicegroup.members").tag("state", "up").gauge().value()).isZero();
			this.store.expire("a");
			await().atMost(SOON).until(() -> meters.get("servicegroup.rejoins").counter().count() == 1);
			this.store.fail(Failure.UNAVAILABLE);
			await().atMost(SOON)
				.untilAsserted(() -> assertThat(meters.get("servicegroup.heartbeat")
					.tags("outcome", "failure", "reason", "unavailable")
					.timer()
					.count()).isPositive());
			assertThat(meters.get("servicegroup.store.calls")
				.tags("backend", "memory", "operation", "heartbeat", "error", "StoreUnavailableException")
				.timer()
				.count()).isPositive();
		});
	}

	@Test
	void anObservationContainsTheCallsAndWaitsOfItsThreadOnly() {
		Map<String, String> observed = new TreeMap<>();
		AtomicReference<Thread> other = new AtomicReference<>();
		ObservationHandler<Observation.Context> handler = new ObservationHandler<>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context.getName().startsWith("servicegroup.");
			}

			@Override
			public void onStop(Observation.Context context) {
				if (Thread.currentThread().getName().startsWith("servicegroup-")) {
					other.set(Thread.currentThread());
				}
				observed.put(context.getName(), String.valueOf(context.getHighCardinalityKeyValue("lock")));
				throw new IllegalStateException("a handler that fails");
			}

		};
		this.runner.withBean("handler", ObservationHandler.class, () -> handler).run((context) -> {
			DistributedLock lock = context.getBean(DistributedLocks.class).getLock("invoices");
			Observation request = Observation.createNotStarted("request", context.getBean(ObservationRegistry.class));
			request.observe(() -> {
				assertThat(lock.acquire(false)).isTrue();
				assertThat(lock.release()).isTrue();
			});
			assertThat(observed).containsOnlyKeys("servicegroup.locks.wait", "servicegroup.store.calls");
			assertThat(observed.get("servicegroup.locks.wait")).contains("invoices");
			await().atMost(SOON).until(() -> context.getBean(ServiceGroupAPI.class).getStatus().isUp());
			assertThat(other).hasNullValue();
		});
	}

	@Test
	void observersOfTheApplicationAreCalledBesideTheLibrarys() {
		Set<String> operations = ConcurrentHashMap.newKeySet();
		CoordinationObserver observer = new CoordinationObserver() {

			@Override
			public Activity storeCall(String backend, String operation) {
				operations.add(operation);
				return Activity.NONE;
			}

			@Override
			public void membershipRestored(String group) {
				throw new IllegalStateException("an observer that fails");
			}

		};
		HeartbeatListener failing = (duration, failure) -> {
			throw new IllegalStateException("a listener that fails");
		};
		this.runner.withBean("mine", CoordinationObserver.class, () -> observer)
			.withBean("myListener", HeartbeatListener.class, () -> failing)
			.run((context) -> {
				MeterRegistry meters = context.getBean(MeterRegistry.class);
				ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
				await().atMost(SOON).until(() -> api.serviceIsUp("web", "a"));
				this.store.expire("a");
				await().atMost(SOON).until(() -> meters.find("servicegroup.rejoins").counter() != null);
				assertThat(operations).contains("join", "heartbeat");
				assertThat(meters.get("servicegroup.store.calls").tag("operation", "join").timer().count())
					.isPositive();
				assertThat(meters.get("servicegroup.heartbeat").tag("outcome", "success").timer().count()).isPositive();
			});
	}

	@Test
	void timersRecordWhatObservationsLeaveOut() {
		this.runner.withPropertyValues("management.observations.enable.servicegroup=false").run((context) -> {
			acquireWithinARequest(context, "invoices");
			assertThat(waits(context)).isOne();
			assertThat(context.getBean(MeterRegistry.class).find("servicegroup.locks.wait.active").meters()).isEmpty();
		});
	}

	@Test
	void commonKeyValuesOfObservationsDoNotChangeTheTags() {
		Map<String, String> traced = new ConcurrentHashMap<>();
		ObservationHandler<Observation.Context> handler = new ObservationHandler<>() {

			@Override
			public boolean supportsContext(Observation.Context context) {
				return context.getName().startsWith("servicegroup.");
			}

			@Override
			public void onStop(Observation.Context context) {
				traced.put(context.getName(), String.valueOf(context.getHighCardinalityKeyValue("region")));
			}

		};
		this.runner.withBean("handler", ObservationHandler.class, () -> handler)
			.withPropertyValues("management.observations.key-values.region=eu",
					"management.observations.key-values.backend=other")
			.run((context) -> {
				assertThat(context.getBean(DistributedLocks.class).getLock("outside").acquire(false)).isTrue();
				acquireWithinARequest(context, "inside");
				assertThat(waits(context)).isEqualTo(2);
				assertThat(context.getBean(PrometheusMeterRegistry.class).scrape())
					.containsPattern("servicegroup_locks_wait_seconds_count\\{.*backend=\"memory\".*} 2");
				assertThat(traced.get("servicegroup.locks.wait")).contains("eu");
			});
	}

	private static void acquireWithinARequest(ApplicationContext context, String name) {
		DistributedLock lock = context.getBean(DistributedLocks.class).getLock(name);
		Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
			.observe(() -> assertThat(lock.acquire(false)).isTrue());
	}

	private static long waits(ApplicationContext context) {
		return context.getBean(MeterRegistry.class)
			.get("servicegroup.locks.wait")
			.tags("backend", "memory", "outcome", "acquired", "error", "none")
			.timer()
			.count();
	}

	/** Each metric has a value then. */
	private void everythingHappens(ApplicationContext context) throws Exception {
		ServiceGroupAPI api = context.getBean(ServiceGroupAPI.class);
		MeterRegistry meters = context.getBean(MeterRegistry.class);
		await().atMost(SOON).until(() -> api.isLeader("web") && api.serviceIsUp("web", "a"));
		try (Coordinator source = Coordinators.get("memory://metrics-old?timeout=60", "b")) {
			source.joinGroupCreate("web", null);
			await().atMost(SOON).until(() -> api.serviceIsUp("web", "b"));
		}
		DistributedLocks locks = context.getBean(DistributedLocks.class);
		locks.getLock("released").acquireOrThrow(Duration.ZERO).release();
		DistributedLock lost = locks.getLock("lost").acquireOrThrow(Duration.ZERO);
		Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
			.observe(() -> locks.getLock("lost").acquire(false));
		try (Coordinator duplicate = Coordinators.get("memory://metrics?timeout=60", "a")) {
			await().atMost(SOON).ignoreException(MemberAlreadyExistsException.class).until(() -> {
				this.store.expire("a");
				duplicate.joinGroup("web", null);
				return true;
			});
			await().atMost(SOON)
				.until(() -> meters.find("servicegroup.heartbeat").tag("reason", "duplicate-member").timer() != null);
		}
		this.store.fail(Failure.UNAVAILABLE);
		await().atMost(SOON)
			.until(() -> meters.find("servicegroup.heartbeat").tag("reason", "unavailable").timer() != null);
		this.store.expire("a");
		this.store.heal();
		await().atMost(SOON).until(() -> !lost.isAcquired() && api.isLeader("web"));
		await().atMost(SOON).until(() -> meters.find("servicegroup.rejoins").counter() != null);
	}

	/** Returns type, unit and tags of each metric by name. */
	private static Map<String, String> meters(MeterRegistry registry) {
		Map<String, String> meters = new TreeMap<>();
		for (Meter meter : registry.getMeters()) {
			Meter.Id id = meter.getId();
			if (id.getName().startsWith("servicegroup.")) {
				Set<String> tags = id.getTags()
					.stream()
					.map((tag) -> tag.getKey())
					.collect(Collectors.toCollection(TreeSet::new));
				assertThat(id.getDescription()).as(id.getName())
					.satisfiesAnyOf((text) -> assertThat(text).isNotBlank(),
							(text) -> assertThat(id.getName()).matches(".*(store.calls|locks.wait).*"));
				meters.put(id.getName(), id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " | "
						+ ((id.getBaseUnit() != null) ? id.getBaseUnit() : "") + " | " + String.join(", ", tags));
			}
		}
		return meters;
	}

	private static Map<String, String> documentedMeters() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		Matcher row = Pattern
			.compile("(?m)^\\| `(servicegroup\\.[a-z.]+)` \\| ([a-z ]+) \\| ([a-z]*) ?\\| ([^|]*?) ?\\|")
			.matcher(Files.readString(Path.of("../docs/metrics.md")));
		while (row.find()) {
			documented.put(row.group(1), row.group(2) + " | " + row.group(3) + " | " + row.group(4).replace("`", ""));
		}
		return documented;
	}

}
