package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
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
	 * Returns whether a reading was unchanged, so that it shares its list of members with
	 * the one before. Takes constant time.
	 */
	@SuppressWarnings("ReferenceEquality")
	static boolean haveSameMembers(@Nullable GroupView before, GroupView now) {
		return before != null && before.members() == now.members();
	}

	/**
	 * Returns leaves before joins, so that a listener that counts members never counts
	 * too many.
	 */
	@SuppressWarnings("ReferenceEquality")
	static List<MemberEvent> between(@Nullable GroupView before, GroupView now) {
		if (haveSameMembers(before, now)) {
			return List.of();
		}
		List<MemberEvent> left = new ArrayList<>();
		List<MemberEvent> others = new ArrayList<>();
		// Both lists are sorted by id.
		Iterator<Member> old = (before != null) ? before.members().iterator() : Collections.emptyIterator();
		Member known = next(old);
		for (Member member : now.members()) {
			while (known != null && known != member && known.id().compareTo(member.id()) < 0) {
				left.add(left(known, now));
				known = next(old);
			}
			if (known == null || (known != member && !known.id().equals(member.id()))) {
				others
					.add(new MemberJoinedEvent(now.group(), member, now.asOf(), causeOfJoin(before, member.id(), now)));
				continue;
			}
			if (known != member && isChanged(known, member)) {
				others.add(new MemberChangedEvent(now.group(), member, now.asOf(), causeOfChange(known, member, now)));
			}
			known = next(old);
		}
		while (known != null) {
			left.add(left(known, now));
			known = next(old);
		}
		left.addAll(others);
		return left;
	}

	private static @Nullable Member next(Iterator<Member> members) {
		return members.hasNext() ? members.next() : null;
	}

	private static boolean isChanged(Member known, Member member) {
		return !known.capabilities().equals(member.capabilities())
				|| !Objects.equals(known.capabilitiesProblem(), member.capabilitiesProblem())
				|| !known.switches().equals(member.switches());
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
