package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A snapshot and the deltas after it lead to the state.
 */
class BoardStateTests {

	private static final Instant AT = Instant.parse("2026-01-01T12:00:00Z");

	private final Random random = new Random(5);

	@Test
	void nothingIsSentIfNothingHasChanged() {
		BoardState state = state();
		assertThat(state.since(
				new BoardState(new LinkedHashMap<>(state.facts()), new TreeMap<>(state.rows()), 7, Map.of()),
				List.of()))
			.isEmpty();
	}

	@Test
	void aChangeOfOneMemberCostsOneMember() {
		Map<String, BoardRow> rows = new TreeMap<>();
		for (int i = 0; i < 1000; i++) {
			rows.put("web-" + i, row("web-" + i, 1));
		}
		BoardState before = new BoardState(Map.of("group", "web"), rows, 0, Map.of());
		Map<String, BoardRow> changed = new TreeMap<>(rows);
		changed.put("web-7", row("web-7", 2));
		changed.remove("web-8");
		Map<String, ?> delta = new BoardState(Map.of("group", "web"), changed, 1, Map.of()).since(before, List.of());
		assertThat(delta.keySet().stream().map(String::valueOf)).containsExactlyInAnyOrder("members", "gone");
		assertThat(BoardJson.write(delta)).hasSizeLessThan(300).contains("web-7", "web-8");
	}

	@Test
	void aSnapshotHasTheLastCapabilitiesOfMembersThatAreGone() {
		BoardState state = new BoardState(Map.of("group", "web"), Map.of(), 0, Map.of("web-5", Map.of("zone", "b")));
		assertThat(BoardJson.write(state.snapshot(List.of()))).contains("\"departed\":{\"web-5\":{\"zone\":\"b\"}}");
		assertThat(BoardJson.write(state.first(100, List.of()))).doesNotContain("departed");
		BoardRow fenced = BoardRow.absent("web-4", false, Map.of("zone", "a"), new MemberSwitches(false, null, true),
				"alice", AT, MemberSwitches.NONE);
		assertThat(fenced.json()).containsEntry("capabilities", Map.of("zone", "a"))
			.containsEntry("switchedAt", AT.toString())
			.containsEntry("operator", "alice");
	}

	@Test
	void deltasLeadToTheState() {
		BoardState state = state();
		JsonNode first = JsonMapper.shared().readTree(BoardJson.write(state.snapshot(List.of())));
		Map<String, JsonNode> members = new TreeMap<>();
		first.get("members").forEach((member) -> members.put(member.get("id").asString(), member));
		Map<String, JsonNode> facts = new TreeMap<>();
		first.get("facts").properties().forEach((fact) -> facts.put(fact.getKey(), fact.getValue()));
		for (int i = 0; i < 500; i++) {
			BoardState next = state();
			JsonNode delta = JsonMapper.shared().readTree(BoardJson.write(next.since(state, List.of())));
			delta.path("gone").forEach((id) -> members.remove(id.asString()));
			delta.path("members").forEach((member) -> members.put(member.get("id").asString(), member));
			delta.path("facts").properties().forEach((fact) -> facts.put(fact.getKey(), fact.getValue()));
			JsonNode whole = JsonMapper.shared().readTree(BoardJson.write(next.snapshot(List.of())));
			assertThat(new ArrayList<>(members.values())).isEqualTo(whole.get("members").valueStream().toList());
			assertThat(facts.get("leader")).isEqualTo(whole.get("facts").get("leader"));
			state = next;
		}
	}

	private BoardState state() {
		Map<String, Object> facts = new LinkedHashMap<>();
		facts.put("group", "web");
		facts.put("leader", this.random.nextBoolean() ? null : new BoardLeader(true, "web-1").json());
		Map<String, BoardRow> rows = new TreeMap<>();
		for (int i = 0; i < 6; i++) {
			if (this.random.nextBoolean()) {
				rows.put("web-" + i, row("web-" + i, this.random.nextInt(3)));
			}
		}
		return new BoardState(facts, rows, 0, Map.of());
	}

	private BoardRow row(String id, int version) {
		if (version == 0) {
			return BoardRow.absent(id, false, Map.of("zone", "a"), new MemberSwitches(false, null, true), "alice", AT,
					MemberSwitches.NONE);
		}
		return BoardRow.up(Member.of(id, AT).withCapabilities(Map.of("version", version)), null, null, null,
				MemberSwitches.NONE);
	}

}
