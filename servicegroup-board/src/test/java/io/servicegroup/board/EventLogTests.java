package io.servicegroup.board;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeaderRevokedEvent;
import io.servicegroup.LeadershipEvent;
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
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventLogTests {

	private static final Instant FIRST = Instant.parse("2026-01-01T12:00:00Z");

	private static final Instant LATER = FIRST.plusSeconds(1);

	private final EventLog log = new EventLog("web", 10_000);

	private void on(MemberEvent event) {
		this.log.on(event, (event instanceof MemberLeftEvent) ? Departure.LEFT : null, Map.of());
	}

	private void on(LeadershipEvent event) {
		this.log.on(event);
	}

	@Test
	void entriesAreNewestFirstAndTheOldestAreDropped() {
		for (int i = 1; i <= 60; i++) {
			on(joined("web-" + i, false, LATER.plusSeconds(i)));
		}
		for (int i = 61; i <= 200; i++) {
			on(joined("web-" + i, false, LATER.plusSeconds(i)));
		}
		assertThat(this.log.latest(1000)).hasSizeBetween(50, 100)
			.first()
			.extracting(BoardEvent::member)
			.isEqualTo("web-200");
		assertThat(this.log.latest(1000).stream().mapToInt(BoardEvent::bytes).sum()).isLessThanOrEqualTo(10_000);
		assertThat(this.log.latest(3)).extracting(BoardEvent::number).containsExactly(200L, 199L, 198L);
		assertThat(this.log.since(197, 2)).extracting(BoardEvent::number).containsExactly(200L, 199L);
		assertThat(this.log.since(200, 9)).isEmpty();
	}

	@Test
	void membersOfTheFirstReadingWereFoundExceptThisMember() {
		on(joined("web-1", true, FIRST));
		on(joined("web-2", false, FIRST));
		on(joined("web-3", false, LATER));
		assertThat(this.log.latest(100)).extracting(BoardEvent::kind)
			.containsExactly(Kind.JOINED, Kind.FOUND, Kind.JOINED);
	}

	@Test
	void membersOfTheFirstReadingAreShownAsOneEvent() {
		List<MemberEvent> first = new ArrayList<>();
		for (int i = 1; i <= 300; i++) {
			first.add(joined("web-" + i, i == 100, FIRST));
		}
		EventLog large = new EventLog("web", 1 << 20);
		large.on(first, Map.of(), Map.of());
		large.on(joined("web-301", false, LATER), null, Map.of());
		List<Map<String, Object>> shown = ShownEvents.of(large.latest(1000), 200)
			.stream()
			.map(BoardEvent::json)
			.toList();
		assertThat(shown).hasSize(3);
		assertThat(shown.get(0)).containsEntry("kind", "JOINED").containsEntry("member", "web-301");
		assertThat(shown.get(1)).containsEntry("kind", "FOUND")
			.containsEntry("member", "")
			.containsEntry("number", 300L)
			.containsEntry("count", 299);
		assertThat(shown.get(1).get("members")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.hasSize(BoardEvent.MAX_NAMES)
			.startsWith("web-1", "web-10", "web-101");
		assertThat(shown.get(2)).containsEntry("kind", "JOINED").containsEntry("member", "web-100");
		assertThat(ShownEvents.of(large.latest(1000), 1)).hasSize(1);
		assertThat(ShownEvents.of(large.latest(300).subList(299, 300), 9)).as("a single one is named")
			.singleElement()
			.satisfies((event) -> assertThat(event.json()).containsEntry("member", "web-2").doesNotContainKey("count"));
	}

	@Test
	void anArrivalIsRemovedWithItsMember() {
		on(joined("web-1", true, FIRST));
		assertThat(this.log.arrival("web-1")).isNotNull().extracting(BoardEvent::at).isEqualTo(FIRST);
		on(new MemberLeftEvent("web", member("web-1", true), LATER));
		assertThat(this.log.arrival("web-1")).isNull();
		assertThat(this.log.latest(100)).first().extracting(BoardEvent::kind).isEqualTo(Kind.LEFT);
	}

	@Test
	void switchesAreReportedAsTheirOwnKindsOfEvent() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		on(joined("web-1", true, FIRST));
		on(new MemberChangedEvent("web", member("web-1", true).withSwitches(disabled), LATER));
		on(new MemberChangedEvent("web", member("web-1", true).withSwitches(disabled), LATER));
		on(new MemberChangedEvent("web", member("web-1", true), LATER));
		on(new MemberLeftEvent("web", member("web-1", true).withSwitches(new MemberSwitches(false, null, true)),
				LATER));
		assertThat(this.log.latest(100)).extracting(BoardEvent::kind)
			.containsExactly(Kind.FORCED_DOWN, Kind.ENABLED, Kind.CHANGED, Kind.DISABLED, Kind.JOINED);
	}

	@Test
	void aSwitchThatTheStoreHasLostWasClearedByNobody() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		on(joined("web-1", true, FIRST));
		on(new MemberChangedEvent("web", member("web-1", true).withSwitches(disabled), LATER,
				MemberEventCause.OPERATOR));
		on(new MemberChangedEvent("web", member("web-1", true), LATER.plusSeconds(1), MemberEventCause.STORE_LOSS));
		on(new MemberJoinedEvent("web", member("web-2", false), LATER.plusSeconds(2), MemberEventCause.STORE_LOSS));
		assertThat(this.log.latest(3)).extracting(BoardEvent::kind)
			.containsExactly(Kind.SWITCH_LOST, Kind.SWITCH_LOST, Kind.DISABLED);
		assertThat(this.log.latest(3)).extracting(BoardEvent::reason).containsExactly(null, null, "its disk fails");
	}

	@Test
	void membersThatLeftLatelyAndAreNotBackAreKnown() {
		on(joined("web-1", false, FIRST));
		on(joined("web-2", false, FIRST));
		on(joined("web-3", false, FIRST));
		on(new MemberLeftEvent("web", member("web-1", false), FIRST.plusSeconds(1)));
		on(new MemberLeftEvent("web", member("web-2", false), FIRST.plusSeconds(10)));
		on(new MemberLeftEvent("web", member("web-3", false), FIRST.plusSeconds(11)));
		on(joined("web-3", false, FIRST.plusSeconds(12)));
		assertThat(this.log.leftSince(FIRST.plusSeconds(5))).isEqualTo(Map.of("web-2", Kind.LEFT));
		assertThat(this.log.leftSince(FIRST.plusSeconds(20)).keySet()).isEmpty();
	}

	@Test
	void aDeathALeaveAndTheUnknownAreDifferentKinds() {
		for (Departure how : new Departure[] { Departure.LEFT, Departure.DIED, null }) {
			this.log.on(new MemberLeftEvent("web", member("web-" + how, false), LATER), how, Map.of());
		}
		assertThat(this.log.latest(3)).extracting(BoardEvent::kind).containsExactly(Kind.GONE, Kind.DIED, Kind.LEFT);
		assertThat(this.log.leftSince(FIRST))
			.isEqualTo(Map.of("web-LEFT", Kind.LEFT, "web-DIED", Kind.DIED, "web-null", Kind.GONE));
	}

	@Test
	void anActHasTheNameOfItsOperatorOnly() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		Map<String, OperatorAct> acts = Map.of("web-1", new OperatorAct(OperatorAct.DISABLE, "alice", LATER));
		on(joined("web-1", false, FIRST));
		this.log.on(new MemberChangedEvent("web", member("web-1", false).withSwitches(disabled), LATER,
				MemberEventCause.OPERATOR), null, acts);
		this.log.on(new MemberChangedEvent("web", member("web-1", false), LATER, MemberEventCause.OPERATOR), null,
				acts);
		assertThat(this.log.latest(3)).extracting(BoardEvent::operator).containsExactly(null, "alice", null);
		assertThat(this.log.latest(2).get(1).json()).containsEntry("operator", "alice");
	}

	@Test
	void otherGroupsAreIgnored() {
		on(new MemberJoinedEvent("other", member("web-1", true), FIRST));
		on(new LeaderElectedEvent("other", "web-1", OptionalLong.of(1), FIRST));
		assertThat(this.log.number()).isZero();
	}

	@Test
	void electionsAreEvents() {
		on(new LeaderElectedEvent("web", "web-1", OptionalLong.of(1), FIRST));
		on(new LeaderRevokedEvent("web", "web-1", OptionalLong.of(1), LATER));
		assertThat(this.log.latest(100)).extracting(BoardEvent::kind).containsExactly(Kind.REVOKED, Kind.ELECTED);
		assertThat(this.log.latest(100)).extracting(BoardEvent::member).containsOnly("web-1");
		assertThat(this.log.arrival("web-1")).isNull();
	}

	private MemberJoinedEvent joined(String id, boolean self, Instant asOf) {
		return new MemberJoinedEvent("web", member(id, self), asOf,
				asOf.equals(FIRST) ? MemberEventCause.PRESENT : MemberEventCause.REGISTRATION);
	}

	private Member member(String id, boolean self) {
		return Member.of(id, FIRST).withSelf(self);
	}

}
