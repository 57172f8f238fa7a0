package io.servicegroup.mutex;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short fire, so that the proof that {@code ./fire} gives stays one; see
 * docs/reliability.md.
 */
class FireTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@ParameterizedTest
	@EnumSource(names = { "ZOOKEEPER", "REDIS" })
	void noTwoHoldALockUnderFire(FireBackend backend) throws InterruptedException {
		Tally tally = new FireRun(backend, Prize.LOCK, TIMEOUT, Duration.ofSeconds(10), System.nanoTime()).run();
		assertThat(tally.violations()).isEmpty();
		assertThat(tally.acquisitions()).isGreaterThan(1);
		assertThat(tally.kills() + tally.pauses()).isPositive();
	}

	@Test
	void noTwoLeadUnderFire() throws InterruptedException {
		Tally tally = new FireRun(FireBackend.ETCD, Prize.LEADERSHIP, TIMEOUT, Duration.ofSeconds(10),
				System.nanoTime())
			.run();
		assertThat(tally.violations()).isEmpty();
		assertThat(tally.acquisitions()).isGreaterThan(1);
		assertThat(tally.kills() + tally.pauses()).isPositive();
	}

}
