package io.servicegroup.soak;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short soak, so that what {@code ./soak} shows stays true; see docs/reliability.md.
 */
class SoakTests {

	@ParameterizedTest
	@EnumSource(names = { "REDIS", "ZOOKEEPER" })
	void everyViewIsTheTruthAtEveryQuietMoment(SoakBackend backend) throws InterruptedException {
		Plan plan = new Plan(20, 2, Duration.ofSeconds(3), Duration.ofSeconds(12), Duration.ofSeconds(5),
				System.nanoTime());
		Tally tally = new Tally();
		new SoakRun(backend, plan, tally).run();
		assertThat(tally.violations()).as("%s", plan).isEmpty();
		assertThat(tally.strikes()).isGreaterThan(10);
		assertThat(tally.quiets()).isPositive();
	}

}
