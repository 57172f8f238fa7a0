package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingBudgetTests {

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private final ReadingBudget budget = new ReadingBudget(this.time::get);

	@Test
	void theFirstReadingIsAllowed() {
		assertThat(this.budget.allowsFullReading()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "0, 8, 10", "1500, 8, 10", "150000, 66, 83", "15000000, 240, 300" })
	void theNextReadingIsAllowedAfter(int bytes, int minSeconds, int maxSeconds) {
		this.budget.spend(bytes);
		this.time.addAndGet(Duration.ofSeconds(minSeconds).minusNanos(1).toNanos());
		assertThat(this.budget.allowsFullReading()).isFalse();
		this.time.addAndGet(Duration.ofSeconds(maxSeconds - minSeconds).plusNanos(1).toNanos());
		assertThat(this.budget.allowsFullReading()).isTrue();
	}

}
