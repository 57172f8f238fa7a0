package io.servicegroup.driver;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

import io.servicegroup.OperatorAct;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ActAnnotationsTests {

	private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

	private final Map<String, String> annotations = new TreeMap<>(Map.of("disabled/a", "why"));

	@Test
	void theLastActsAreKeptAndOthersAreNotTouched() {
		for (int i = 0; i < 150; i++) {
			ActAnnotations.change("m" + i, OperatorAct.ENABLE, "alice", AT.plusSeconds(i)).accept(this.annotations);
		}
		Map<String, OperatorAct> acts = ActAnnotations.of(this.annotations);
		assertThat(acts).hasSize(100).containsKey("m149").doesNotContainKey("m49");
		assertThat(acts.get("m149")).isEqualTo(new OperatorAct(OperatorAct.ENABLE, "alice", AT.plusSeconds(149)));
		assertThat(this.annotations).containsEntry("disabled/a", "why").hasSize(101);
	}

	@Test
	void anActWithoutANameForgetsTheOneBefore() {
		ActAnnotations.change("a", OperatorAct.DISABLE, "alice", AT).accept(this.annotations);
		ActAnnotations.change("a", OperatorAct.ENABLE, null, AT).accept(this.annotations);
		ActAnnotations.change("b", OperatorAct.DISABLE, " ", AT).accept(this.annotations);
		assertThat(this.annotations).isEqualTo(Map.of("disabled/a", "why"));
	}

	@Test
	void anyTextMayBeInTheStore() {
		ActAnnotations.change("a", OperatorAct.DISABLE, "x".repeat(1000) + "\n", AT).accept(this.annotations);
		this.annotations
			.putAll(Map.of("by/b", "", "by/c", "never disable eve", "by/d", "999999999999999999 enable eve"));
		assertThat(ActAnnotations.of(this.annotations)).containsOnlyKeys("a", "c", "d");
		assertThat(ActAnnotations.of(this.annotations).get("a").operator()).hasSize(100);
	}

}
