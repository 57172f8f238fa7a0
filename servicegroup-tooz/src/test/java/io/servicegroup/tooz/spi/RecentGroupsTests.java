package io.servicegroup.tooz.spi;

import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecentGroupsTests {

	private final RecentGroups<String> recent = new RecentGroups<>();

	@Test
	void theLastValueOfEachGroupIsRemembered() {
		assertThat(this.recent.get("a")).isNull();
		this.recent.put("a", "1");
		this.recent.put("b", "2");
		this.recent.put("a", "3");
		assertThat(this.recent.get("a")).isEqualTo("3");
		assertThat(this.recent.get("b")).isEqualTo("2");
		this.recent.remove("b");
		assertThat(this.recent.get("b")).isNull();
	}

	@Test
	void aThousandGroupsAreRememberedHoweverOftenTheyAreRead() {
		for (int round = 0; round < 3; round++) {
			IntStream.range(0, 1_000).forEach((i) -> this.recent.put("group" + i, "value" + i));
		}
		assertThat(IntStream.range(0, 1_000)).allMatch((i) -> ("value" + i).equals(this.recent.get("group" + i)));
	}

	@Test
	void oneGroupMoreMayForgetTheOthersButIsRemembered() {
		IntStream.range(0, 3_000).forEach((i) -> this.recent.put("group" + i, "value" + i));
		assertThat(this.recent.get("group2999")).isEqualTo("value2999");
		assertThat(IntStream.range(0, 3_000).filter((i) -> this.recent.get("group" + i) != null).count())
			.isLessThanOrEqualTo(1_000);
	}

}
