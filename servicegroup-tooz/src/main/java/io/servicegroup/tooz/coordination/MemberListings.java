package io.servicegroup.tooz.coordination;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.RecentGroups;
import org.jspecify.annotations.Nullable;

/**
 * Decodes listings of groups. Capabilities whose bytes were in the last listing of the
 * group are not decoded again. Thread-safe.
 */
final class MemberListings {

	private final MemberDecoder decoder;

	private final RecentGroups<Listing> last = new RecentGroups<>();

	MemberListings(MemberDecoder decoder) {
		this.decoder = decoder;
	}

	/** Returns the members. Neither the map nor the capabilities can be modified. */
	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Listing before = this.last.get(group);
		Map<String, MemberInfo> members = new LinkedHashMap<>(stored.size() * 4 / 3 + 1);
		Map<String, StoredMember> changed = new LinkedHashMap<>();
		stored.forEach((id, member) -> {
			MemberInfo known = (before != null) ? known(member, before.stored().get(id), before.members().get(id))
					: null;
			if (known == null) {
				changed.put(id, member);
			}
			// Those that are decoded below keep their place.
			members.put(id, (known != null) ? known : new MemberInfo(null, null, null, member.updatedAt()));
		});
		this.decoder.decode(group, changed).forEach((id, info) -> members.put(id, unmodifiable(info)));
		Map<String, MemberInfo> listed = Collections.unmodifiableMap(members);
		this.last.put(group, new Listing(stored, listed));
		return listed;
	}

	/**
	 * Returns a member with the times of its record, if it had the same capabilities and
	 * they could be read.
	 */
	private static @Nullable MemberInfo known(StoredMember now, @Nullable StoredMember before,
			@Nullable MemberInfo info) {
		return (before != null && info != null && info.capabilitiesProblem() == null
				&& Arrays.equals(before.capabilities(), now.capabilities()))
						? new MemberInfo(info.capabilities(), null, now.createdAt(), now.updatedAt()) : null;
	}

	private static MemberInfo unmodifiable(MemberInfo info) {
		return new MemberInfo(unmodifiable(info.capabilities()), info.capabilitiesProblem(), info.createdAt(),
				info.updatedAt());
	}

	/** Later listings share the value. */
	private static @Nullable Object unmodifiable(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
			map.forEach((key, each) -> copy.put(key, unmodifiable(each)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>();
			list.forEach((each) -> copy.add(unmodifiable(each)));
			return Collections.unmodifiableList(copy);
		}
		return (value instanceof Set<?> set) ? Collections.unmodifiableSet(set) : value;
	}

	private record Listing(Map<String, StoredMember> stored, Map<String, MemberInfo> members) {
	}

}
