package io.servicegroup.mutex;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short version of {@code ./fire}; see docs/reliability.md.
 */
class FireTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@Tag("long")
	@Test
	void noTwoWorkersHoldALockOfZooKeeperAtTheSameTime() throws InterruptedException {
		noTwoWorkersHoldALockAtTheSameTime(FireBackend.ZOOKEEPER);
	}

	@ParameterizedTest
	@EnumSource(names = "REDIS")
	void noTwoWorkersHoldALockAtTheSameTime(FireBackend backend) throws InterruptedException {
		FireStatistics statistics = new FireRun(backend, MutexKind.LOCK, TIMEOUT, Duration.ofSeconds(10),
				System.nanoTime())
			.run();
		assertThat(statistics.violations()).isEmpty();
		assertThat(statistics.acquisitions()).isGreaterThan(1);
		assertThat(statistics.kills() + statistics.pauses()).isPositive();
	}

	@Test
	void noTwoMembersLeadAtTheSameTime() throws InterruptedException {
		FireStatistics statistics = new FireRun(FireBackend.ETCD, MutexKind.LEADERSHIP, TIMEOUT, Duration.ofSeconds(10),
				System.nanoTime())
			.run();
		assertThat(statistics.violations()).isEmpty();
		assertThat(statistics.acquisitions()).isGreaterThan(1);
		assertThat(statistics.kills() + statistics.pauses()).isPositive();
	}

}
