package io.servicegroup.membership;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.servicegroup.DuplicateMemberException;
import io.servicegroup.ServiceGroupUnavailableException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HeartbeatStateTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final ServiceGroupUnavailableException UNAVAILABLE = new ServiceGroupUnavailableException(
			"unavailable", null);

	private static final DuplicateMemberException TAKEN = new DuplicateMemberException("web", "a", null);

	private long nanos = Long.MAX_VALUE - 10;

	private final HeartbeatState record = new HeartbeatState(() -> this.nanos);

	@Test
	void isDownBeforeTheFirstBeat() {
		assertThat(this.record.age()).isNull();
		assertThat(this.record.problem(TIMEOUT, true)).isEqualTo("No heartbeat yet");
		this.record.failed(UNAVAILABLE);
		assertThat(this.record.problem(TIMEOUT, true)).isEqualTo("unavailable");
	}

	@Test
	void isUpUntilTheTimeoutWhileBeatsFail() {
		this.record.succeeded();
		this.record.failed(UNAVAILABLE);
		pass(Duration.ofMillis(4999));
		assertThat(this.record.problem(TIMEOUT, true)).isNull();
		pass(Duration.ofMillis(1));
		assertThat(this.record.problem(TIMEOUT, true)).isEqualTo("No successful heartbeat for 5000 ms: unavailable");
		assertThat(this.record.age()).isEqualTo(TIMEOUT);
	}

	@Test
	void isDownAtOnceWhenTheIdIsTaken() {
		this.record.succeeded();
		this.record.failed(TAKEN);
		assertThat(this.record.problem(TIMEOUT, true)).contains("'a' is taken");
		assertThat(this.record.succeeded()).isSameAs(TAKEN);
		assertThat(this.record.problem(TIMEOUT, true)).isNull();
	}

	@Test
	void isDownAtOnceWhenAGroupIsNotJoined() {
		this.record.succeeded();
		assertThat(this.record.problem(TIMEOUT, false)).isEqualTo("Has not joined yet");
	}

	@Test
	void reportsOnlyTheFirstOfEqualFailures() {
		assertThat(this.record.failed(UNAVAILABLE)).isTrue();
		assertThat(this.record.failed(UNAVAILABLE)).isFalse();
		assertThat(this.record.failed(TAKEN)).isTrue();
		this.record.succeeded();
		assertThat(this.record.failed(UNAVAILABLE)).isTrue();
	}

	private void pass(Duration time) {
		// The clock starts near its overflow: differences must survive it.
		this.nanos += TimeUnit.NANOSECONDS.convert(time);
	}

}
