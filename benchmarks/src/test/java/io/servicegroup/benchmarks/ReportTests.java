package io.servicegroup.benchmarks;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ReportTests {

	private static final Figure REACHED = Figure.of("listing", "Redis", 1.2, Unit.MILLISECONDS)
		.against("Lettuce", 1)
		.within(Limit.ratio(1.3))
		.noting("How to read it.");

	private static final Figure MISSED = Figure.of("idle", "etcd", 238_000, Unit.BYTES_PER_SECOND)
		.within(Limit.atMost(4000))
		.noting("How to read it.");

	private static final Figure SHOWN = Figure.of("lock", "", 42, Unit.MICROSECONDS);

	@Test
	void writesATable() {
		assertThat(Report.table(List.of(REACHED, MISSED, SHOWN))).isEqualTo("""
				| work | store | ours | floor or rival | ratio | limit | reached |
				|---|---|---|---|---|---|---|
				| listing [1] | Redis | 1.20 ms | Lettuce 1 ms | 1.20 | ≤ 1.30 × | yes |
				| idle [1] | etcd | 238 kB/s | – | – | ≤ 4 kB/s | **no** |
				| lock |  | 42 µs | – | – | – | – |

				[1] How to read it.
				""");
	}

	@Test
	void writesJson() {
		JsonNode root = JsonMapper.shared()
			.readTree(Report.json(Map.of("machine", "this one"), List.of(REACHED.in("listing"), MISSED, SHOWN)));
		assertThat(root.path("machine").asString()).isEqualTo("this one");
		JsonNode first = root.path("figures").get(0);
		assertThat(first.path("row").asString()).isEqualTo("listing");
		assertThat(first.path("ratio").asDouble()).isEqualTo(1.2);
		assertThat(first.path("maxRatio").asDouble()).isEqualTo(1.3);
		assertThat(first.path("reached").asBoolean()).isTrue();
		assertThat(root.path("figures").get(1).path("reached").asBoolean(true)).isFalse();
		assertThat(root.path("figures").get(2).has("reached")).isFalse();
	}

	@Test
	void replacesTheTextBetweenTheMarkers() {
		String page = "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n";
		assertThat(Report.replace(page, "figures", "new\n"))
			.isEqualTo("before\n<!-- figures -->\nnew\n<!-- /figures -->\nafter\n");
		assertThatIllegalStateException().isThrownBy(() -> Report.replace("without", "figures", "new"));
	}

}
