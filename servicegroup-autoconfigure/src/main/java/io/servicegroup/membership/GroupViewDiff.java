package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
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
				events
					.add(new MemberJoinedEvent(now.group(), member, now.asOf(), causeOfJoin(before, member.id(), now)));
			}
			else if (!known.capabilities().equals(member.capabilities())
					|| !Objects.equals(known.capabilitiesProblem(), member.capabilitiesProblem())
					|| !known.switches().equals(member.switches())) {
				events.add(new MemberChangedEvent(now.group(), member, now.asOf(), causeOfChange(known, member, now)));
			}
		}
		return events;
	}

	private static MemberEventCause causeOfJoin(@Nullable GroupView before, String id, GroupView now) {
		if (now.lostSwitches().containsKey(id)) {
			return MemberEventCause.STORE_LOSS;
		}
		if (before == null) {
			return MemberEventCause.PRESENT;
		}
		return before.switches().getOrDefault(id, MemberSwitches.NONE).forcedDown() ? MemberEventCause.OPERATOR
				: MemberEventCause.REGISTRATION;
	}

	private static MemberEventCause causeOfChange(Member was, Member is, GroupView now) {
		if (was.switches().equals(is.switches())) {
			return MemberEventCause.REGISTRATION;
		}
		MemberSwitches lost = now.lostSwitches().getOrDefault(is.id(), MemberSwitches.NONE);
		return (lost.disabled() && was.switches().disabled() && !is.switches().disabled()) ? MemberEventCause.STORE_LOSS
				: MemberEventCause.OPERATOR;
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
