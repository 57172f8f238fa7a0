package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatAgesTests {

	private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final HeartbeatAges ages = new HeartbeatAges();

	private void note(long seconds, long millis) {
		this.ages.note(START.plusSeconds(seconds), Duration.ofMillis(millis));
	}

	private String between(long from, long to) {
		return BoardJson.write(this.ages.json(START.plusSeconds(from), START.plusSeconds(to)));
	}

	@Test
	void theOldestOfEachTenSecondsIsKept() {
		this.ages.note(START, null);
		note(10, 300);
		note(11, 900);
		note(19, 200);
		note(40, 100);
		assertThat(between(0, 600))
			.isEqualTo("{\"from\":\"2026-01-01T12:00:00Z\",\"stepMillis\":10000,\"ages\":[null,900,null,null,100]}");
		assertThat(between(11, 12)).contains("\"ages\":[900]");
	}

	@Test
	void aDayHasAsManyStepsAsThePlotHasColumns() {
		long day = Duration.ofDays(1).toSeconds();
		note(0, 100);
		note(60, 200);
		note(day, 300);
		assertThat(between(60, day)).startsWith("{\"from\":\"2026-01-01T12:00:00Z\",\"stepMillis\":180000")
			.contains("[200,null,", "null,300]");
		assertThat(JsonMapper.shared().readTree(between(60, day)).get("ages")).hasSizeBetween(480, 482);
		note(9 * day, 400);
		assertThat(between(8 * day, 10 * day)).doesNotContain("300").contains("null,400]");
	}

	@Test
	void aClockThatGoesBackDoesNotMatter() {
		note(600, 100);
		note(0, 900);
		assertThat(between(0, 600)).doesNotContain("900").contains("100]");
	}

}
