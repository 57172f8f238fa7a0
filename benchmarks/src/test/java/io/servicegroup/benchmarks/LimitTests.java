package io.servicegroup.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LimitTests {

	@Test
	void aRatioIsOfTheOther() {
		assertThat(Limit.ratio(1.3).isReached(13, 10.0)).isTrue();
		assertThat(Limit.ratio(1.3).isReached(13.1, 10.0)).isFalse();
	}

	@Test
	void aRatioToNothingIsNotReached() {
		assertThat(Limit.ratio(1.3).isReached(1, null)).isFalse();
		assertThat(Limit.ratio(1.3).isReached(1, 0.0)).isFalse();
	}

	@Test
	void aValueNeedsNoOther() {
		assertThat(Limit.atMost(4000).isReached(4000, null)).isTrue();
		assertThat(Limit.atMost(4000).isReached(4001, 10_000.0)).isFalse();
	}

	@Test
	void oneOfTwoIsEnough() {
		assertThat(Limit.either(2, 30).isReached(29, 1.0)).isTrue();
		assertThat(Limit.either(2, 30).isReached(40, 20.0)).isTrue();
		assertThat(Limit.either(2, 30).isReached(41, 20.0)).isFalse();
	}

	@Test
	void noneIsAlwaysReached() {
		assertThat(Limit.NONE.isReached(1e9, null)).isTrue();
	}

	@Test
	void saysWhatHasToBeReached() {
		assertThat(Limit.either(2, 30).text(Unit.MILLISECONDS)).isEqualTo("≤ 2 × or ≤ 30 ms");
		assertThat(Limit.ratio(1.3).text(Unit.MILLISECONDS)).isEqualTo("≤ 1.30 ×");
		assertThat(Limit.NONE.text(Unit.MILLISECONDS)).isEmpty();
	}

}
