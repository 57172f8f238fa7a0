package io.servicegroup.membership;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.GroupView;
import io.servicegroup.Member;
import io.servicegroup.MemberChangedEvent;
import io.servicegroup.MemberEvent;
import io.servicegroup.MemberEventCause;
import io.servicegroup.MemberJoinedEvent;
import io.servicegroup.MemberLeftEvent;
import io.servicegroup.MemberSwitches;
import io.servicegroup.tooz.concurrent.VersionedMap;
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
		List<MemberEvent> events = new ArrayList<>();
		if (before != null) {
			changed(before, before, now).filter((member) -> !now.isUp(member.id()))
				.forEach((member) -> events.add(left(member, now)));
		}
		changed(now, before, now).forEach((member) -> {
			Member known = (before != null) ? before.member(member.id()).orElse(null) : null;
			if (known == null) {
				events
					.add(new MemberJoinedEvent(now.group(), member, now.asOf(), causeOfJoin(before, member.id(), now)));
			}
			else if (known != member && isChanged(known, member)) {
				events.add(new MemberChangedEvent(now.group(), member, now.asOf(), causeOfChange(known, member, now)));
			}
		});
		return events;
	}

	/** Returns the members that have joined, sorted by id. */
	static Stream<Member> joined(@Nullable GroupView before, GroupView now) {
		return changed(now, before, now).filter((member) -> before == null || !before.isUp(member.id()));
	}

	/** Returns those members of a view that may differ between two, sorted by id. */
	private static Stream<Member> changed(GroupView view, @Nullable GroupView before, GroupView now) {
		Set<String> ids = (before != null) ? VersionedMap.changes(before.members(), now.members()) : null;
		return (ids != null) ? ids.stream().sorted().flatMap((id) -> view.member(id).stream())
				: view.members().stream();
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
