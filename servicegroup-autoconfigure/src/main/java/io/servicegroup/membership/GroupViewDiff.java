package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.List;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * Makes the events: what differs between two readings of a group. A pure function.
 */
final class GroupViewDiff {

	private GroupViewDiff() {
	}

	/** The leaves first, so that somebody who counts never counts too many. */
	static List<MemberEvent> between(@Nullable GroupView before, GroupView now) {
		List<MemberEvent> events = new ArrayList<>();
		if (before != null) {
			before.members()
				.stream()
				.filter((member) -> now.member(member.id()).isEmpty())
				.forEach((member) -> events.add(left(member, now)));
		}
		for (Member member : now.members()) {
			Member old = (before != null) ? before.member(member.id()).orElse(null) : null;
			if (old == null) {
				events.add(new MemberJoinedEvent(now.group(), member, now.asOf()));
			}
			else if (!old.capabilities().equals(member.capabilities()) || !old.switches().equals(member.switches())) {
				events.add(new MemberChangedEvent(now.group(), member, now.asOf()));
			}
		}
		return events;
	}

	/** With today's switches, which tell one that was forced down from one that died. */
	private static MemberLeftEvent left(Member member, GroupView now) {
		return new MemberLeftEvent(now.group(),
				member.with(now.switches().getOrDefault(member.id(), MemberSwitches.NONE)), now.asOf());
	}

}
