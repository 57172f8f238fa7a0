package io.servicegroup.membership;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecoveryGracePeriodTests {

	private final GroupView two = view("a", "b");

	private final GroupView one = view("a");

	private long now = Long.MAX_VALUE - 1_000_000;

	private final RecoveryGracePeriod outage = new RecoveryGracePeriod(() -> this.now, () -> Duration.ofSeconds(6));

	private static GroupView view(String... members) {
		return new GroupView("web", Instant.EPOCH,
				Stream.of(members).map((id) -> new Member(id, false, true, Map.of(), Instant.EPOCH)).toList());
	}

	private boolean believesAfter(long millis, GroupView reading) {
		this.now += Duration.ofMillis(millis).toNanos();
		return this.outage.believes(this.two, reading);
	}

	@Test
	void aStoreThatAnswersIsBelieved() {
		assertThat(believesAfter(0, this.one)).isTrue();
		assertThat(believesAfter(60_000, this.one)).as("nobody has asked for long").isTrue();
	}

	@Test
	void aShortOutageHasLetNobodyExpire() {
		this.outage.failed();
		assertThat(believesAfter(2999, this.one)).isTrue();
	}

	@Test
	void afterALongOneMembersHaveAHeartbeatAndASecondToComeBack() {
		this.outage.failed();
		assertThat(believesAfter(3000, this.one)).isFalse();
		assertThat(believesAfter(1000, this.two)).as("all are back").isTrue();
		assertThat(believesAfter(1999, this.one)).as("expired later than the first reading").isFalse();
		assertThat(believesAfter(1, this.one)).isTrue();
	}

	@Test
	void whoIsForcedDownIsNotWaitedFor() {
		this.outage.failed();
		assertThat(believesAfter(3000, new GroupView("web", Instant.EPOCH, this.one.members(),
				Map.of("b", new MemberSwitches(false, null, true)))))
			.isTrue();
	}

	@Test
	void oneThatFailsNowAndThenDoesNotPutItOffForEver() {
		this.outage.failed();
		assertThat(believesAfter(3000, this.one)).isFalse();
		this.outage.failed();
		assertThat(believesAfter(1500, this.one)).isFalse();
		this.outage.failed();
		assertThat(believesAfter(1500, this.one)).isTrue();
	}

}
