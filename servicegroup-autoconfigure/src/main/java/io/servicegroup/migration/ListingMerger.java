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
 * Merges the readings of a group from source and target. Pure functions.
 */
final class ListingMerger {

	private ListingMerger() {
	}

	/**
	 * Returns the members that are up in either, as the target has them. So a member that
	 * is registered in both does not change while its two entries are written one after
	 * the other.
	 */
	static GroupListing of(GroupListing target, GroupListing source) {
		Map<String, MemberSwitches> switches = new HashMap<>(source.switches());
		target.switches().forEach((id, one) -> switches.merge(id, one, (of, by) -> by.or(of)));
		Map<String, Member> members = new TreeMap<>();
		source.members().forEach((member) -> members.put(member.id(), member));
		target.members().forEach((member) -> members.merge(member.id(), member, (of, by) -> one(by, of)));
		// Apply the merged switches: a member that is forced down in one is down, even if
		// it is up in the other.
		return GroupListing.of(List.copyOf(members.values()), switches, target.records().and(source.records()));
	}

	/**
	 * Takes the source's capabilities if the target has none, as not every store keeps
	 * them.
	 */
	private static Member one(Member target, Member source) {
		Instant updatedAt = target.updatedAt().isBefore(source.updatedAt()) ? source.updatedAt() : target.updatedAt();
		return Member.of(target.id(), updatedAt)
			.withSelf(target.self())
			.withCapabilities(target.capabilities().isEmpty() ? source.capabilities() : target.capabilities());
	}

	/** Returns the members with a switch that is on in the source only. */
	static Set<String> switchedOnlyIn(GroupListing source, GroupListing target) {
		Set<String> ids = new TreeSet<>();
		source.switches().forEach((id, inSource) -> {
			MemberSwitches inTarget = target.switches().getOrDefault(id, MemberSwitches.NONE);
			if ((inSource.disabled() && !inTarget.disabled()) || (inSource.forcedDown() && !inTarget.forcedDown())) {
				ids.add(id);
			}
		});
		return ids;
	}

	/** Returns those of the ids that the target neither lists nor has forced down. */
	static Set<String> unknownTo(GroupListing target, Collection<String> ids) {
		Set<String> unknown = new TreeSet<>(ids);
		target.members().forEach((member) -> unknown.remove(member.id()));
		target.switches().forEach((id, switches) -> {
			if (switches.forcedDown()) {
				unknown.remove(id);
			}
		});
		return unknown;
	}

}
