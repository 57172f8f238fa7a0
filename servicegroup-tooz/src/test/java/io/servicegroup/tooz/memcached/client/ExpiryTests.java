package io.servicegroup.tooz.memcached.client;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ExpiryTests {

	private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

	@ParameterizedTest
	@CsvSource({ "PT0S, 1", "PT0.000000001S, 1", "PT0.999S, 1", "PT1S, 1", "PT1.000000001S, 2", "PT4S, 4",
			"PT29.5S, 30", "P30D, 2592000", "PT720H0.1S, 1802592001", "P31D, 1802678400", "P36500D, 2147483647" })
	void roundsUpAndAlwaysExpires(Duration timeToLive, int exptime) {
		assertThat(Expiry.after(timeToLive, NOW)).isEqualTo(exptime);
	}

	@Test
	void grantsASecondLessButAtLeastHalf() {
		assertThat(Expiry.granted(Duration.ofSeconds(4))).hasSeconds(3);
		assertThat(Expiry.granted(Duration.ofSeconds(1))).hasMillis(500);
	}

}
