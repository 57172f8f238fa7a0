package io.servicegroup.soak;

import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A short version of {@code ./soak}; see docs/reliability.md.
 */
@Tag("long")
class SoakTests {

	@ParameterizedTest
	@EnumSource(names = { "REDIS", "ZOOKEEPER" })
	void everyViewIsCorrectAtEveryQuietMoment(SoakBackend backend) throws InterruptedException {
		Plan plan = new Plan(20, 2, Duration.ofSeconds(3), Duration.ofSeconds(12), Duration.ofSeconds(5),
				System.nanoTime());
		SoakStatistics statistics = new SoakStatistics();
		new SoakRun(backend, plan, statistics).run();
		assertThat(statistics.violations()).as("%s", plan).isEmpty();
		assertThat(statistics.actions()).isGreaterThan(10);
		assertThat(statistics.quiets()).isPositive();
	}

}
