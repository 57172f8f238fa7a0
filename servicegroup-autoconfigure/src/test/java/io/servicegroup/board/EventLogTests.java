package io.servicegroup.board;

import java.time.Instant;
import java.util.OptionalLong;

import io.servicegroup.LeaderElectedEvent;
import io.servicegroup.LeaderRevokedEvent;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.board.EventLog.Entry;
import io.servicegroup.board.EventLog.Kind;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EventLogTests {

	private static final Instant FIRST = Instant.parse("2026-01-01T12:00:00Z");

	private static final Instant LATER = FIRST.plusSeconds(1);

	private final EventLog log = new EventLog();

	@Test
	void entriesAreNewestFirstAndTheOldestAreDropped() {
		for (int i = 1; i <= 60; i++) {
			this.log.on(joined("web-" + i, false, LATER.plusSeconds(i)));
		}
		assertThat(this.log.entries()).hasSize(50).first().extracting(Entry::member).isEqualTo("web-60");
	}

	@Test
	void membersOfTheFirstReadingWereFoundExceptThisMember() {
		this.log.on(joined("web-1", true, FIRST));
		this.log.on(joined("web-2", false, FIRST));
		this.log.on(joined("web-3", false, LATER));
		assertThat(this.log.entries()).extracting(Entry::kind).containsExactly(Kind.JOINED, Kind.FOUND, Kind.JOINED);
	}

	@Test
	void anArrivalIsRemovedWithItsMember() {
		this.log.on(joined("web-1", true, FIRST));
		assertThat(this.log.arrival("web-1")).isNotNull().extracting(Entry::at).isEqualTo(FIRST);
		this.log.on(new MemberLeftEvent("web", member("web-1", true), LATER));
		assertThat(this.log.arrival("web-1")).isNull();
		assertThat(this.log.entries()).first().extracting(Entry::kind).isEqualTo(Kind.LEFT);
	}

	@Test
	void switchesAreReportedAsTheirOwnKindsOfEvent() {
		MemberSwitches disabled = new MemberSwitches(true, "its disk fails", false);
		this.log.on(joined("web-1", true, FIRST));
		this.log.on(new MemberChangedEvent("web", member("web-1", true).withSwitches(disabled), LATER));
		this.log.on(new MemberChangedEvent("web", member("web-1", true).withSwitches(disabled), LATER));
		this.log.on(new MemberChangedEvent("web", member("web-1", true), LATER));
		this.log.on(new MemberLeftEvent("web",
				member("web-1", true).withSwitches(new MemberSwitches(false, null, true)), LATER));
		assertThat(this.log.entries()).extracting(Entry::kind)
			.containsExactly(Kind.FORCED_DOWN, Kind.ENABLED, Kind.CHANGED, Kind.DISABLED, Kind.JOINED);
	}

	@Test
	void electionsAreEvents() {
		this.log.on(new LeaderElectedEvent("web", "web-1", OptionalLong.of(1), FIRST));
		this.log.on(new LeaderRevokedEvent("web", "web-1", OptionalLong.of(1), LATER));
		assertThat(this.log.entries()).extracting(Entry::kind).containsExactly(Kind.REVOKED, Kind.ELECTED);
		assertThat(this.log.entries()).extracting(Entry::member).containsOnly("web-1");
		assertThat(this.log.arrival("web-1")).isNull();
	}

	private MemberJoinedEvent joined(String id, boolean self, Instant asOf) {
		return new MemberJoinedEvent("web", member(id, self), asOf);
	}

	private Member member(String id, boolean self) {
		return Member.of(id, FIRST).withSelf(self);
	}

}
