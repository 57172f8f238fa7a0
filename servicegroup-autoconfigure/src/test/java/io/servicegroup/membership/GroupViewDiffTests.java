package io.servicegroup.membership;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GroupViewDiffTests {

	private static final Instant T1 = Instant.parse("2026-01-01T00:00:01Z");

	private static final Instant T2 = Instant.parse("2026-01-01T00:00:02Z");

	private final Member a1 = member("a", 1, T1);

	private final Member a2 = member("a", 2, T2);

	private final Member b = member("b", 1, T1);

	@Test
	void theFirstReadingReportsAllAsJoined() {
		assertThat(GroupViewDiff.between(null, view(T1, this.b, this.a1))).containsExactly(
				new MemberJoinedEvent("web", this.a1, T1, MemberEventCause.PRESENT),
				new MemberJoinedEvent("web", this.b, T1, MemberEventCause.PRESENT));
		assertThat(GroupViewDiff.between(view(T1), view(T2, this.b))).as("after a first reading without members")
			.containsExactly(new MemberJoinedEvent("web", this.b, T2));
	}

	@Test
	void leavesComeBeforeJoins() {
		assertThat(GroupViewDiff.between(view(T1, this.b), view(T2, this.a2)))
			.containsExactly(new MemberLeftEvent("web", this.b, T2), new MemberJoinedEvent("web", this.a2, T2));
	}

	@Test
	void newCapabilitiesAreAChange() {
		assertThat(GroupViewDiff.between(view(T1, this.a1), view(T2, this.a2)))
			.containsExactly(new MemberChangedEvent("web", this.a2, T2));
	}

	@Test
	void aNewerHeartbeatIsNoChange() {
		assertThat(GroupViewDiff.between(view(T1, this.b), view(T2, member("b", 1, T2)))).isEmpty();
	}

	@Test
	void aLeaveIsDistinguishedFromAForcedDown() {
		MemberSwitches forcedDown = new MemberSwitches(false, null, true);
		GroupView now = new GroupView("web", T2, List.of(), Map.of("b", forcedDown));
		assertThat(GroupViewDiff.between(view(T1, this.b), now))
			.containsExactly(new MemberLeftEvent("web", this.b.withSwitches(forcedDown), T2));
	}

	private GroupView view(Instant asOf, Member... members) {
		return new GroupView("web", asOf, Arrays.asList(members));
	}

	private static Member member(String id, long version, Instant updatedAt) {
		return Member.of(id, updatedAt).withCapabilities(Map.of("v", version));
	}

}
