package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswerDeadlineTests {

	private static final Duration DEADLINE = Duration.ofMillis(200);

	private final List<Long> waits = new ArrayList<>();

	@Test
	void silenceEndsTheWait() throws Exception {
		assertThat(awaitWith(Long.MAX_VALUE, (nanos) -> nanos)).isFalse();
		assertThat(this.waits).hasSizeLessThanOrEqualTo(2).startsWith(DEADLINE.toNanos());
	}

	@Test
	void bytesProlongTheWaitUpToTenDeadlines() throws Exception {
		long begun = System.nanoTime();
		assertThat(awaitWith(0, (nanos) -> nanos)).isFalse();
		assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(DEADLINE.multipliedBy(10));
	}

	@Test
	void anAnswerThatArrivedInAPauseOfThisProcessIsTaken() throws Exception {
		AnswerDeadline deadline = new AnswerDeadline(DEADLINE, () -> Long.MAX_VALUE);
		assertThat(deadline.await((nanos) -> {
			this.waits.add(nanos);
			TimeUnit.NANOSECONDS.sleep((this.waits.size() == 1) ? 2 * nanos : 0);
			return this.waits.size() == 2;
		})).isTrue();
	}

	@Test
	void aPauseProlongsTheWaitOnceByItsLength() throws Exception {
		assertThat(awaitWith(Long.MAX_VALUE, (nanos) -> 3 * nanos)).isFalse();
		assertThat(this.waits).containsExactly(DEADLINE.toNanos(), DEADLINE.toNanos());
	}

	/** Waits for an answer that never arrives. */
	private boolean awaitWith(long silence, LongUnaryOperator time) throws InterruptedException {
		return new AnswerDeadline(DEADLINE, () -> silence).await((nanos) -> {
			this.waits.add(nanos);
			TimeUnit.NANOSECONDS.sleep(time.applyAsLong(nanos));
			return false;
		});
	}

}
