package io.servicegroup.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import io.servicegroup.Member;
import io.servicegroup.MemberSwitches;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import org.jspecify.annotations.Nullable;

/**
 * Makes listings of successive readings of a group. Members that have not changed since
 * the last reading are the same objects. Not thread-safe.
 */
final class ToozListings {

	private final String memberId;

	private Listed last = new Listed(new GroupReading(Map.of(), Map.of()), VersionedMap.empty(),
			new GroupListing(List.of(), Map.of()));

	/**
	 * Creates listings of one group.
	 * @param memberId the id of this application's member
	 */
	ToozListings(String memberId) {
		this.memberId = memberId;
	}

	/** Returns the last listing if the reading is the last one. */
	@SuppressWarnings("ReferenceEquality")
	GroupListing of(GroupReading now) {
		Listed before = this.last;
		if (now == before.reading) {
			return before.listing;
		}
		Map<String, String> annotations = now.annotations();
		Map<String, MemberSwitches> switches = SwitchAnnotations.switches(annotations);
		Map<String, @Nullable Member> changes = new HashMap<>();
		changed(before, now, switches).forEach((id) -> changes.put(id, member(id, now, before, switches)));
		VersionedMap<Member> members = before.members.with(changes);
		GroupListing listing = new GroupListing(members.sorted(), switches, SwitchRecords.of(annotations));
		this.last = new Listed(now, members, listing);
		return listing;
	}

	/** Returns the ids of the members that may have changed. */
	private static Set<String> changed(Listed before, GroupReading now, Map<String, MemberSwitches> switches) {
		if (before.members.isEmpty()) {
			return now.members().keySet();
		}
		Set<String> changed = VersionedMap.changes(before.reading.members(), now.members());
		Set<String> ids = new HashSet<>((changed != null) ? changed : now.members().keySet());
		if (changed == null) {
			ids.addAll(before.members.keySet());
		}
		Map<String, MemberSwitches> known = before.listing.switches();
		Stream.of(known, switches)
			.flatMap((each) -> each.keySet().stream())
			.filter((id) -> !Objects.equals(known.get(id), switches.get(id)))
			.forEach(ids::add);
		return ids;
	}

	/** Returns a member that is up, or {@code null}. */
	private @Nullable Member member(String id, GroupReading now, Listed before, Map<String, MemberSwitches> switches) {
		MemberInfo info = now.members().get(id);
		MemberSwitches set = switches.getOrDefault(id, MemberSwitches.NONE);
		return (info == null || set.forcedDown()) ? null
				: member(id, info, before.reading.members().get(id), before.members.get(id)).withSwitches(set);
	}

	@SuppressWarnings("ReferenceEquality")
	private Member member(String id, MemberInfo now, @Nullable MemberInfo known, @Nullable Member before) {
		if (before != null && now == known) {
			return before;
		}
		Member member = Member.of(id, now.updatedAt()).withSelf(id.equals(this.memberId));
		String problem = now.capabilitiesProblem();
		if (problem != null) {
			return member.withCapabilitiesProblem(problem);
		}
		if (before != null && known != null && known.capabilities() == now.capabilities()
				&& known.capabilitiesProblem() == null) {
			return member.withCapabilities(before.capabilities());
		}
		return member.withCapabilities(PlainCapabilities.of(now.capabilities()));
	}

	/**
	 * A reading and what was made of it.
	 *
	 * @param members the members that are up, by id
	 */
	private record Listed(GroupReading reading, VersionedMap<Member> members, GroupListing listing) {
	}

}
