package io.servicegroup.tooz.zookeeper;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.servicegroup.tooz.zookeeper.SessionCalls.Reply;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReadingBudgetTests {

	private static final String PATH = "/tooz/group";

	private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

	private final ReadingBudget budget = new ReadingBudget(this.time::get);

	@Test
	void theFirstReadingIsAllowed() {
		assertThat(this.budget.allowsFullReading()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "0, 8, 10", "10, 8, 10", "1000, 70, 100", "100000, 240, 300" })
	void theNextReadingIsAllowedAfter(int members, int minSeconds, int maxSeconds) {
		this.budget.spend(PATH, replies(members));
		this.time.addAndGet(Duration.ofSeconds(minSeconds).minusNanos(1).toNanos());
		assertThat(this.budget.allowsFullReading()).isFalse();
		this.time.addAndGet(Duration.ofSeconds(maxSeconds - minSeconds).plusNanos(1).toNanos());
		assertThat(this.budget.allowsFullReading()).isTrue();
	}

	private static Map<String, Reply> replies(int count) {
		return IntStream.range(0, count)
			.mapToObj((i) -> "m" + i)
			.collect(Collectors.toMap(Function.identity(),
					(id) -> Reply.of(new SessionCalls.Node(new byte[20], new Stat()))));
	}

}
