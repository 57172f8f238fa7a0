package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class UnreadableRecordsTests {

	private final List<String> logged = new ArrayList<>();

	private long nanos;

	private final UnreadableRecords records = new UnreadableRecords(() -> this.nanos);

	private void report(String group, Map<String, String> reasons) {
		this.records.report(group, reasons,
				(found) -> this.logged.add(found.subject("member") + ": " + found.reason()));
		this.nanos += Duration.ofSeconds(1).toNanos();
	}

	private void aMinutePasses() {
		this.nanos += Duration.ofMinutes(1).toNanos();
	}

	@Test
	void manyRecordsAreOneLineOnce() {
		Map<String, String> reasons = new TreeMap<>();
		for (int i = 0; i < 3000; i++) {
			reasons.put("member-" + i, "broken");
		}
		for (int i = 0; i < 200; i++) {
			report("web", reasons);
		}
		assertThat(this.logged).singleElement()
			.satisfies((line) -> assertThat(line).startsWith("3000 members, such as"));
	}

	@Test
	void anotherRecordIsNewsButNotBeforeAMinuteHasPassed() {
		report("web", Map.of("a", "broken"));
		report("web", Map.of("a", "broken", "b", "broken"));
		assertThat(this.logged).containsExactly("member 'a': broken");
		aMinutePasses();
		report("web", Map.of("a", "broken", "b", "broken"));
		assertThat(this.logged).containsExactly("member 'a': broken", "2 members, such as 'b': broken");
		aMinutePasses();
		report("web", Map.of("a", "broken", "b", "broken"));
		assertThat(this.logged).hasSize(2);
	}

	@Test
	void aRecordThatChangesWithEachReadingIsOneLineAMinute() {
		for (int i = 0; i < 120; i++) {
			report("web", Map.of("a", "reason " + i));
			report("web", Map.of());
		}
		assertThat(this.logged).hasSize(4);
	}

	@Test
	void aRecordThatIsRepairedInTimeIsNotLoggedLater() {
		report("web", Map.of("a", "broken"));
		report("web", Map.of("b", "broken"));
		report("web", Map.of());
		aMinutePasses();
		report("web", Map.of());
		assertThat(this.logged).containsExactly("member 'a': broken");
	}

	@Test
	void eachGroupIsLoggedByItself() {
		report("web", Map.of("a", "broken"));
		report("db", Map.of("a", "broken"));
		assertThat(this.logged).hasSize(2);
	}

	@Test
	void whatOthersHaveWrittenForgesNoLine() {
		report("web", Map.of("a\nWARN forged", "b\nERROR forged"));
		assertThat(this.logged).containsExactly("member 'a\\nWARN forged': b\\nERROR forged");
	}

	@Test
	void recordsAreKnownUntilTheyAreRepaired() {
		Map<String, String> reasons = Map.of("a", "broken");
		assertThat(this.records.areKnown("web", Map.of())).isTrue();
		assertThat(this.records.areKnown("web", reasons)).isFalse();
		report("web", reasons);
		assertThat(this.records.areKnown("web", reasons)).isTrue();
		assertThat(this.records.areKnown("db", reasons)).isFalse();
		report("web", Map.of());
		assertThat(this.records.areKnown("web", reasons)).isFalse();
	}

	@Test
	void theNumberOfRememberedGroupsIsBounded() {
		for (int i = 0; i < 1500; i++) {
			report("group-" + i, Map.of("a", "broken"));
		}
		assertThat(this.records.areKnown("group-1499", Map.of("a", "broken"))).isTrue();
		assertThat(this.records.areKnown("group-0", Map.of("a", "broken"))).isFalse();
	}

}
