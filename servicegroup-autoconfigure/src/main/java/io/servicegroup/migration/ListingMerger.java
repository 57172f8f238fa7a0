package io.servicegroup.migration;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.driver.GroupListing;

/**
 * One group out of the readings of two places. Pure functions.
 */
final class ListingMerger {

	private ListingMerger() {
	}

	/**
	 * Who is up in either, as the new place has it: so a member that stands in both does
	 * not change as its two entries are written one after the other.
	 */
	static GroupListing of(GroupListing now, GroupListing old) {
		Map<String, MemberSwitches> switches = new HashMap<>(old.switches());
		now.switches().forEach((id, one) -> switches.merge(id, one, (of, by) -> both(by, of)));
		Map<String, Member> members = new TreeMap<>();
		old.members().forEach((member) -> members.put(member.id(), member));
		now.members().forEach((member) -> members.merge(member.id(), member, (of, by) -> one(by, of)));
		// Switched anew: who is forced down in one place is down, whatever the other
		// says.
		return GroupListing.of(List.copyOf(members.values()), switches);
	}

	/** Not every store keeps capabilities. */
	private static Member one(Member now, Member old) {
		Instant updatedAt = now.updatedAt().isBefore(old.updatedAt()) ? old.updatedAt() : now.updatedAt();
		return new Member(now.id(), now.self(), true,
				now.capabilities().isEmpty() ? old.capabilities() : now.capabilities(), updatedAt);
	}

	private static MemberSwitches both(MemberSwitches now, MemberSwitches old) {
		return new MemberSwitches(now.disabled() || old.disabled(), now.disabled() ? now.reason() : old.reason(),
				now.forcedDown() || old.forcedDown());
	}

	/** Whose switches, or one of them, stand in the old place only. */
	static Set<String> switchedOnlyIn(GroupListing old, GroupListing now) {
		Set<String> ids = new TreeSet<>();
		old.switches().forEach((id, then) -> {
			MemberSwitches known = now.switches().getOrDefault(id, MemberSwitches.NONE);
			if ((then.disabled() && !known.disabled()) || (then.forcedDown() && !known.forcedDown())) {
				ids.add(id);
			}
		});
		return ids;
	}

	/** Who of these ids the new place knows nothing of. */
	static Set<String> unknownTo(GroupListing now, Collection<String> ids) {
		Set<String> unknown = new TreeSet<>(ids);
		now.members().forEach((member) -> unknown.remove(member.id()));
		now.switches().forEach((id, switches) -> {
			if (switches.forcedDown()) {
				unknown.remove(id);
			}
		});
		return unknown;
	}

}
