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

	private final RecoveryGracePeriod gracePeriod = new RecoveryGracePeriod(() -> this.now,
			() -> Duration.ofSeconds(6));

	private static GroupView view(String... members) {
		return new GroupView("web", Instant.EPOCH,
				Stream.of(members).map((id) -> Member.of(id, Instant.EPOCH)).toList());
	}

	private boolean acceptsAfter(long millis, GroupView reading) {
		this.now += Duration.ofMillis(millis).toNanos();
		return this.gracePeriod.accepts(this.two, reading);
	}

	@Test
	void acceptsReadingsOfAStoreThatAnswers() {
		assertThat(acceptsAfter(0, this.one)).isTrue();
		assertThat(acceptsAfter(60_000, this.one)).as("no read for long").isTrue();
	}

	@Test
	void acceptsReadingsAfterAShortOutage() {
		this.gracePeriod.failed();
		assertThat(acceptsAfter(2999, this.one)).isTrue();
	}

	@Test
	void waitsOneHeartbeatAndASecondForMembersAfterALongOutage() {
		this.gracePeriod.failed();
		assertThat(acceptsAfter(3000, this.one)).isFalse();
		assertThat(acceptsAfter(1000, this.two)).as("all are back").isTrue();
		assertThat(acceptsAfter(1999, this.one)).as("expired after the first reading").isFalse();
		assertThat(acceptsAfter(1, this.one)).isTrue();
	}

	@Test
	void doesNotWaitForAMemberThatIsForcedDown() {
		this.gracePeriod.failed();
		assertThat(acceptsAfter(3000, new GroupView("web", Instant.EPOCH, this.one.members(),
				Map.of("b", new MemberSwitches(false, null, true)))))
			.isTrue();
	}

	@Test
	void laterFailuresDoNotProlongTheGracePeriod() {
		this.gracePeriod.failed();
		assertThat(acceptsAfter(3000, this.one)).isFalse();
		this.gracePeriod.failed();
		assertThat(acceptsAfter(1500, this.one)).isFalse();
		this.gracePeriod.failed();
		assertThat(acceptsAfter(1500, this.one)).isTrue();
	}

}
