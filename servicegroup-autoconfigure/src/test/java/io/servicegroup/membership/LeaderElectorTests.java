package io.servicegroup.membership;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import javax.management.JMException;
import javax.management.ObjectName;

import io.servicegroup.tooz.Registration;
import io.servicegroup.driver.ToozServiceGroupDriver;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.DistributedLock;
import io.servicegroup.tooz.GroupEvent.LeaderElected;
import io.servicegroup.tooz.coordination.Coordinators;
import io.servicegroup.tooz.coordination.LeaderCandidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

class LeaderElectorTests {

	private static final int ELECTIONS = 10_000;

	private static final Set<String> COUNTED = Stream
		.of("LeaderCandidate", "LockLease", "DefaultDistributedLock", "AbandonedLocks$Abandoned")
		.map((name) -> LeaderCandidate.class.getPackageName() + "." + name)
		.collect(Collectors.toSet());

	@TempDir
	Path directory;

	@Test
	void endedCandidaciesLeaveNothing() throws JMException {
		long before = instances();
		try (ToozServiceGroupDriver driver = new ToozServiceGroupDriver(Coordinators.parse("file://" + this.directory),
				"a")) {
			LeaderElector elector = new LeaderElector(driver, () -> Duration.ZERO, System::nanoTime, Clock.systemUTC(),
					Duration.ofSeconds(1));
			for (int i = 0; i < ELECTIONS; i++) {
				String group = "group-" + i % 10;
				Registration candidacy = elector.join(group);
				elector.round();
				assertThat(elector.isLeader(group)).isTrue();
				candidacy.close();
				assertThat(elector.isLeader(group)).isFalse();
			}
			assertThat(elector.groups()).isEmpty();
			await().until(() -> instances() <= before);
			elector.close();
		}
	}

	/** In tooz's API, each round removes what ended before it. */
	@Test
	void endedWatchesLeaveNothing() throws JMException {
		long before = instances();
		try (Coordinator coordinator = Coordinators.get("file://" + this.directory, "a")) {
			Consumer<LeaderElected> callback = (event) -> {
			};
			for (int i = 0; i < ELECTIONS; i++) {
				String group = "group-" + i % 10;
				if (i < 10) {
					coordinator.createGroup(group);
				}
				coordinator.watchElectedAsLeader(group, callback);
				coordinator.runElectCoordinator();
				assertThat(coordinator.standDownGroupLeader(group)).isTrue();
				coordinator.unwatchElectedAsLeader(group, callback);
			}
			coordinator.runElectCoordinator();
			await().until(() -> instances() <= before);
		}
	}

	@Test
	void usedLocksLeaveNothing() throws JMException {
		try (MemoryServer server = new MemoryServer();
				Coordinator coordinator = Coordinators.get(server.url(""), "a")) {
			coordinator.start();
			long before = instances();
			for (int i = 0; i < ELECTIONS; i++) {
				DistributedLock lock = coordinator.getLock("lock" + i);
				assertThat(lock.tryLock()).isTrue();
				lock.unlock();
			}
			await().until(() -> instances() <= before);
		}
	}

	/**
	 * Each failed try leaves something to release, but not for longer than the timeout.
	 */
	@Test
	void triesDuringAnOutageLeaveNothing() throws JMException {
		try (MemoryServer server = new MemoryServer();
				Coordinator coordinator = Coordinators.get(server.url("timeout=1"), "a")) {
			coordinator.start();
			server.stop();
			long before = instances();
			for (int i = 0; i < ELECTIONS; i++) {
				DistributedLock lock = coordinator.getLock("lock" + i);
				assertThatExceptionOfType(CoordinationException.class).isThrownBy(lock::tryLock);
			}
			await().until(() -> {
				assertThatExceptionOfType(CoordinationException.class)
					.isThrownBy(() -> coordinator.getLock("last").tryLock());
				return instances() <= before + 10;
			});
		}
	}

	/** Counts the objects that elections use, after a garbage collection. */
	private static long instances() throws JMException {
		String histogram = (String) ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "gcClassHistogram",
					new Object[] { new String[0] }, new String[] { String[].class.getName() });
		return histogram.lines()
			.map((line) -> line.trim().split("\\s+"))
			.filter((columns) -> columns.length > 3 && COUNTED.contains(columns[3]))
			.mapToLong((columns) -> Long.parseLong(columns[1]))
			.sum();
	}

}
