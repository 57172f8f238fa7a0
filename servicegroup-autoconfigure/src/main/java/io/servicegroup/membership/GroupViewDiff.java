package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import org.jspecify.annotations.Nullable;

/**
 * Computes the events that lead from one reading of a group to the next. A pure function.
 */
final class GroupViewDiff {

	private GroupViewDiff() {
	}

	/**
	 * Returns leaves before joins, so that a listener that counts members never counts
	 * too many.
	 */
	static List<MemberEvent> between(@Nullable GroupView before, GroupView now) {
		List<MemberEvent> events = new ArrayList<>();
		if (before != null) {
			before.members()
				.stream()
				.filter((member) -> now.member(member.id()).isEmpty())
				.forEach((member) -> events.add(left(member, now)));
		}
		for (Member member : now.members()) {
			Member known = (before != null) ? before.member(member.id()).orElse(null) : null;
			if (known == null) {
				events.add(new MemberJoinedEvent(now.group(), member, now.asOf()));
			}
			else if (!known.capabilities().equals(member.capabilities())
					|| !Objects.equals(known.capabilitiesProblem(), member.capabilitiesProblem())
					|| !known.switches().equals(member.switches())) {
				events.add(new MemberChangedEvent(now.group(), member, now.asOf()));
			}
		}
		return events;
	}

	/**
	 * Uses the switches of the new reading: they distinguish a member that was forced
	 * down from one that died.
	 */
	private static MemberLeftEvent left(Member member, GroupView now) {
		return new MemberLeftEvent(now.group(),
				member.withSwitches(now.switches().getOrDefault(member.id(), MemberSwitches.NONE)), now.asOf());
	}

}
