package io.servicegroup.board;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.OperatorAct;
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
				[{"at":10,"min":1,"max":3,"last":3,"kinds":["JOINED","LEFT"],"counts":{"JOINED":3,"LEFT":1}},
				{"at":400,"min":3,"max":3,"last":3,"kinds":["STALE"],"counts":{"STALE":1}}]"""));
		assertThat(json.get("unknownSince").asString()).isEqualTo("2026-01-01T13:06:40Z");
	}

	@Test
	void whoWasNotUpIsNamedWithTheCause() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		MemberSwitches forcedDown = new MemberSwitches(false, null, true);
		Map<String, OperatorAct> acts = Map.of("b", new OperatorAct(OperatorAct.FORCE_DOWN, "ann", START), "c",
				new OperatorAct(OperatorAct.DISABLE, "bob", START));
		for (String id : List.of("a", "b", "c", "d", "e", "f")) {
			joined(id, 0);
		}
		this.log.on(new MemberLeftEvent("web", Member.of("a", START), START.plusSeconds(10)), Departure.DIED, acts);
		this.log.on(new MemberLeftEvent("web", Member.of("b", START).withSwitches(forcedDown), START.plusSeconds(20)),
				null, acts);
		this.log.on(new MemberChangedEvent("web", Member.of("c", START).withSwitches(disabled), START.plusSeconds(30),
				MemberEventCause.OPERATOR), null, acts);
		left("d", 40);
		this.log.on(new MemberLeftEvent("web", Member.of("e", START), START.plusSeconds(50)), null, acts);
		joined("e", 55);
		this.log.on(
				new MemberChangedEvent("web", Member.of("c", START), START.plusSeconds(70), MemberEventCause.OPERATOR),
				null, Map.of());
		joined("a", 80);
		assertThat(absences(5)).as("at 5 s").isEqualTo("{\"up\":[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\"]}");
		JsonNode then = JsonMapper.shared().readTree(absences(60));
		assertThat(then.get("up").toString()).isEqualTo("[\"c\",\"e\",\"f\"]");
		assertThat(then.get("notUp").valueStream().map((event) -> event.get("member").asString()))
			.as("those that left in order last")
			.containsExactly("b", "a", "d");
		assertThat(then.at("/notUp/0/kind").asString()).isEqualTo("FORCED_DOWN");
		assertThat(then.at("/notUp/0/operator").asString()).isEqualTo("ann");
		assertThat(then.at("/notUp/0/at").asString()).isEqualTo("2026-01-01T12:00:20Z");
		assertThat(then.at("/disabled/0/member").asString()).isEqualTo("c");
		assertThat(then.at("/disabled/0/operator").asString()).isEqualTo("bob");
		assertThat(then.at("/disabled/0/reason").asString()).isEqualTo("its disk fails");
		then = JsonMapper.shared().readTree(absences(90));
		assertThat(then.get("notUp").valueStream().map((event) -> event.get("member").asString())).as("a is back")
			.containsExactly("b", "d");
		assertThat(then.has("disabled")).as("c is enabled").isFalse();
	}

	private String absences(long seconds) {
		return BoardJson.write(this.log.timeLine(START.plusSeconds(100)).upAtJson(START.plusSeconds(seconds)));
	}

	@Test
	void aMemberThatWasDisabledBeforeTheFirstReadingIsNamed() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		on(new MemberJoinedEvent("web", Member.of("a", START).withSwitches(disabled), START, MemberEventCause.PRESENT));
		JsonNode then = JsonMapper.shared().readTree(absences(60));
		assertThat(then.at("/disabled/0/kind").asString()).isEqualTo("FOUND");
		assertThat(then.at("/disabled/0/reason").asString()).isEqualTo("its disk fails");
	}

	@Test
	void whatOperatorsDidBeforeTheFirstReadingIsKnown() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		MemberSwitches forcedDown = new MemberSwitches(false, null, true);
		on(new MemberJoinedEvent("web", Member.of("a", START).withSwitches(disabled), START, MemberEventCause.PRESENT));
		Map<String, MemberSwitches> first = Map.of("a", disabled, "b", forcedDown, "c", forcedDown);
		Instant before = START.minusSeconds(3600);
		Map<String, OperatorAct> acts = Map.of("a", new OperatorAct(OperatorAct.DISABLE, "ann", before), "b",
				new OperatorAct(OperatorAct.FORCE_DOWN, "bob", before));
		this.log.earlier(() -> EarlierActs.of(first, START, acts));
		this.log.earlier(List::of);
		JsonNode then = JsonMapper.shared().readTree(absences(60));
		assertThat(then.at("/disabled/0/operator").asString()).isEqualTo("ann");
		assertThat(then.at("/disabled/0/at").asString()).isEqualTo(before.toString());
		Map<String, JsonNode> notUp = new TreeMap<>();
		then.get("notUp").forEach((event) -> notUp.put(event.get("member").asString(), event));
		assertThat(notUp.keySet()).containsExactly("b", "c");
		assertThat(notUp.get("b").get("operator").asString()).isEqualTo("bob");
		assertThat(notUp.get("b").get("at").asString()).isEqualTo(before.toString());
		assertThat(notUp.get("c").get("cause").asString()).as("by whom is not known").isEqualTo("PRESENT");
		joined("b", 70);
		then = JsonMapper.shared().readTree(absences(80));
		assertThat(then.get("notUp").size()).as("it is back").isOne();
		assertThat(this.log.latest(9)).as("browsers are not sent it").hasSize(2);
	}

	@Test
	void manyAbsencesAreCounted() {
		EventLog large = new EventLog("web", 1 << 20);
		for (int i = 0; i < 150; i++) {
			MemberJoinedEvent joined = new MemberJoinedEvent("web", Member.of("m" + i, START), START);
			large.on(joined, null, Map.of());
			large.on(new MemberLeftEvent("web", joined.member(), START.plusSeconds(i)),
					(i == 0) ? Departure.DIED : Departure.LEFT, Map.of());
		}
		JsonNode then = JsonMapper.shared()
			.readTree(BoardJson.write(large.timeLine(START.plusSeconds(200)).upAtJson(START.plusSeconds(199))));
		assertThat(then.get("notUp").size()).isEqualTo(100);
		assertThat(then.at("/notUp/0/kind").asString()).as("the oldest one, but a death").isEqualTo("DIED");
		assertThat(then.get("notUpMore").asInt()).isEqualTo(50);
	}

	@Test
	void theLineHasTheEventsThatBrowsersWereSent() {
		TimeLineFeed feed = new TimeLineFeed(this.log, new HeartbeatAges());
		Instant now = Instant.now();
		on(new MemberJoinedEvent("web", Member.of("a", now), now.minusSeconds(10)));
		assertThat(lastEvent(feed)).isEqualTo(1);
		on(new MemberJoinedEvent("web", Member.of("b", now), now));
		assertThat(lastEvent(feed)).as("at once, though the line is kept for a second").isEqualTo(2);
	}

	private static long lastEvent(TimeLineFeed feed) {
		return JsonMapper.shared().readTree(feed.json(null, null)).get("lastEvent").asLong();
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
				[{"at":240,"min":2,"max":3,"last":3,"kinds":["JOINED"],"counts":{"JOINED":1}}]"""));
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
