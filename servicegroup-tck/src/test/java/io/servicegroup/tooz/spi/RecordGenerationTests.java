package io.servicegroup.tooz.spi;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RecordGenerationTests {

	@Test
	void changesOfARecordFollowEachOther() {
		String first = RecordGeneration.next(null);
		String second = RecordGeneration.next(first);
		assertThat(RecordGeneration.parse(second).version()).isEqualTo(2);
		assertFollows(first, second, true);
		assertFollows(first, first, true);
		assertFollows("", first, true);
	}

	@Test
	void anotherRecordAndAnOlderCopyDoNotFollow() {
		String first = RecordGeneration.next(null);
		assertFollows(RecordGeneration.next(first), first, false);
		assertFollows(first, RecordGeneration.next(null), false);
		assertFollows(first, "", false);
		assertFollows("1700000000000000", "1700000000000001", false);
	}

	@Test
	void anyTextIsAGeneration() {
		for (String text : new String[] { "", "/", "a/", "a/b", "/1", "a/99999999999999999999", "1", "a/b/3" }) {
			assertFollows(text, text, true);
		}
		assertThat(RecordGeneration.next("a/b/3")).isEqualTo("a/b/4");
		assertThat(RecordGeneration.next("a/b")).isEqualTo("a/b/1");
	}

	private static void assertFollows(String before, String now, boolean follows) {
		assertThat(RecordGeneration.parse(now).follows(RecordGeneration.parse(before))).isEqualTo(follows);
	}

}
