package io.servicegroup.driver;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.Member;
import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.coordination.ManagedCoordinator.GroupReading;
import org.jspecify.annotations.Nullable;

/**
 * Makes listings of successive readings of a group. Members that have not changed since
 * the last reading are the same objects. Not thread-safe.
 */
final class ToozListings {

	private final String memberId;

	private @Nullable Listed last;

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
		if (before != null && now == before.reading) {
			return before.listing;
		}
		Map<String, Member> members = new HashMap<>(now.members().size() * 4 / 3 + 1);
		List<Member> living = new ArrayList<>(now.members().size());
		if (before != null) {
			before.living.forEach((member) -> add(member.id(), now, before, members, living));
		}
		now.members().keySet().forEach((id) -> add(id, now, before, members, living));
		// Costs little, as all but the new members are in order.
		living.sort(Comparator.comparing(Member::id));
		Map<String, String> annotations = now.annotations();
		GroupListing listing = GroupListing.of(living, SwitchAnnotations.switches(annotations),
				SwitchRecords.of(annotations));
		this.last = new Listed(now, members, living, listing);
		return listing;
	}

	/** Adds a member unless it has left or was added before. */
	private void add(String id, GroupReading now, @Nullable Listed before, Map<String, Member> members,
			List<Member> living) {
		MemberInfo info = now.members().get(id);
		if (info != null && !members.containsKey(id)) {
			Member member = (before != null)
					? member(id, info, before.reading.members().get(id), before.members.get(id))
					: member(id, info, null, null);
			members.put(id, member);
			living.add(member);
		}
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
	 * @param members the members without switches, by id
	 * @param living the same, sorted by id
	 */
	private record Listed(GroupReading reading, Map<String, Member> members, List<Member> living,
			GroupListing listing) {
	}

}
