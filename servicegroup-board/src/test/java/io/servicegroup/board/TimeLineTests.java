package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.servicegroup.Member;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.board.BoardEvent.Kind;
import io.servicegroup.tooz.Departure;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class TimeLineTests {

	private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");

	private final EventLog log = new EventLog("web", 10_000);

	private void on(MemberEvent event) {
		this.log.on(event, (event instanceof MemberLeftEvent) ? Departure.LEFT : null, Map.of());
	}

	private void joined(String id, long seconds) {
		on(new MemberJoinedEvent("web", Member.of(id, START), START.plusSeconds(seconds)));
	}

	private void left(String id, long seconds) {
		on(new MemberLeftEvent("web", Member.of(id, START), START.plusSeconds(seconds)));
	}

	private Set<String> upAt(long seconds, long now) {
		return this.log.timeLine(START.plusSeconds(now)).upAt(START.plusSeconds(seconds));
	}

	@Test
	void whoWasUpIsKnownForEachMoment() {
		joined("a", 0);
		joined("b", 0);
		left("b", 60);
		joined("c", 120);
		joined("b", 180);
		assertThat(upAt(0, 200)).containsExactly("a", "b");
		assertThat(upAt(59, 200)).containsExactly("a", "b");
		assertThat(upAt(60, 200)).containsExactly("a");
		assertThat(upAt(150, 200)).containsExactly("a", "c");
		assertThat(upAt(200, 200)).containsExactly("a", "b", "c");
		assertThat(upAt(-1, 200)).isNull();
		assertThat(upAt(201, 200)).isNull();
	}

	@Test
	void nothingIsKnownOfAnOutage() {
		joined("a", 0);
		joined("b", 0);
		this.log.group(Kind.STALE, START.plusSeconds(60));
		assertThat(upAt(60, 80)).containsExactly("a", "b");
		assertThat(upAt(61, 80)).isNull();
		left("b", 100);
		this.log.group(Kind.FRESH, START.plusSeconds(100));
		assertThat(upAt(30, 200)).containsExactly("a", "b");
		assertThat(upAt(99, 200)).isNull();
		assertThat(upAt(100, 200)).containsExactly("a");
		TimeLine line = this.log.timeLine(START.plusSeconds(200));
		assertThat(BoardJson.write(line.upAtJson(START.plusSeconds(70))))
			.isEqualTo("{\"up\":null,\"lastKnown\":\"2026-01-01T12:01:00Z\",\"wereUp\":[\"a\",\"b\"]}");
		assertThat(JsonMapper.shared().readTree(BoardJson.write(line.json())).get("unknown"))
			.isEqualTo(JsonMapper.shared().readTree("[[144,240]]"));
	}

	@Test
	void aBrowserAsksInMilliseconds() {
		on(new MemberJoinedEvent("web", Member.of("a", START), START.plusNanos(1_500_000)));
		TimeLine line = this.log.timeLine(START.plusSeconds(1));
		assertThat(line.upAt(START.plusMillis(1))).containsExactly("a");
		assertThat(line.upAt(START)).isNull();
	}

	@Test
	void thePlotHasTheLowestAndHighestNumberOfEachColumn() {
		joined("a", 0);
		joined("b", 100);
		left("b", 101);
		joined("c", 102);
		joined("d", 102);
		this.log.group(Kind.STALE, START.plusSeconds(4000));
		JsonNode json = JsonMapper.shared()
			.readTree(BoardJson.write(this.log.timeLine(START.plusSeconds(TimeLine.COLUMNS * 10)).json()));
		assertThat(json.get("first").asInt()).isEqualTo(1);
		assertThat(json.get("changes")).isEqualTo(JsonMapper.shared().readTree("""
				[{"at":10,"min":1,"max":3,"last":3,"kinds":["JOINED","LEFT"]},
				{"at":400,"min":3,"max":3,"last":3,"kinds":["STALE"]}]"""));
	}

	@Test
	void aPartHasItsOwnNumbers() {
		joined("a", 0);
		joined("b", 100);
		joined("c", 200);
		left("b", 300);
		TimeLine whole = this.log.timeLine(START.plusSeconds(400));
		TimeLine part = whole.part(START.plusSeconds(150), START.plusSeconds(250));
		assertThat(part.upAt(START.plusSeconds(220))).containsExactly("a", "b", "c");
		assertThat(part.upAt(START.plusSeconds(350))).isNull();
		JsonNode json = JsonMapper.shared().readTree(BoardJson.write(part.json()));
		assertThat(json.get("from").asString()).isEqualTo("2026-01-01T12:02:30Z");
		assertThat(json.get("first").asInt()).isEqualTo(2);
		assertThat(json.get("changes")).isEqualTo(JsonMapper.shared().readTree("""
				[{"at":240,"min":2,"max":3,"last":3,"kinds":["JOINED"]}]"""));
		assertThat(whole.part(null, START.plusSeconds(999))).isEqualTo(whole);
		assertThat(whole.part(START.plusSeconds(401), null)).as("not known").isEqualTo(whole);
	}

	@Test
	void aDayIsKeptAndNothingIsSaidOfBefore() {
		joined("a", 0);
		joined("b", 10);
		joined("c", Duration.ofHours(25).toSeconds());
		long now = Duration.ofHours(25).toSeconds();
		assertThat(this.log.latest(9)).extracting(BoardEvent::member).containsExactly("c");
		assertThat(upAt(now - 10, now)).containsExactly("a", "b");
		assertThat(upAt(10, now)).isNull();
	}

	@Test
	void theBoundOfBytesHolds() {
		for (int i = 0; i < 1000; i++) {
			joined("member-" + i, i);
			left("member-" + i, i);
		}
		assertThat(this.log.latest(5000).stream().mapToInt(BoardEvent::bytes).sum()).isLessThanOrEqualTo(10_000);
		assertThat(upAt(999, 1000)).isEmpty();
		assertThat(upAt(500, 1000)).as("dropped").isNull();
	}

	@Test
	void thereIsNoTimeLineBeforeTheFirstEvent() {
		assertThat(this.log.timeLine(START)).isNull();
	}

}
