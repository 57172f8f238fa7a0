package io.servicegroup.tooz.coordination;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.servicegroup.tooz.GroupOperations.MemberInfo;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import org.jspecify.annotations.Nullable;

/**
 * Decodes listings of groups. Capabilities whose bytes were in the last listing of the
 * group are not decoded again. Thread-safe.
 */
final class MemberListings {

	private static final int MAX_GROUPS = 100;

	private final MemberDecoder decoder;

	/** The last listing of each group: the records, and the members. */
	private final Map<String, SoftReference<Map.Entry<Map<String, StoredMember>, Map<String, MemberInfo>>>> last = new ConcurrentHashMap<>();

	MemberListings(MemberDecoder decoder) {
		this.decoder = decoder;
	}

	/** Returns the members. Neither the map nor the capabilities can be modified. */
	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		SoftReference<Map.Entry<Map<String, StoredMember>, Map<String, MemberInfo>>> reference = this.last.get(group);
		Map.Entry<Map<String, StoredMember>, Map<String, MemberInfo>> before = (reference != null) ? reference.get()
				: null;
		Map<String, MemberInfo> members = new LinkedHashMap<>(stored.size() * 4 / 3 + 1);
		Map<String, StoredMember> changed = new LinkedHashMap<>();
		stored.forEach((id, member) -> {
			MemberInfo known = (before != null) ? known(member, before.getKey().get(id), before.getValue().get(id))
					: null;
			if (known == null) {
				changed.put(id, member);
			}
			// Those that are decoded below keep their place.
			members.put(id, (known != null) ? known : new MemberInfo(null, null, null, member.updatedAt()));
		});
		this.decoder.decode(group, changed).forEach((id, info) -> members.put(id, unmodifiable(info)));
		Map<String, MemberInfo> listed = Collections.unmodifiableMap(members);
		if (this.last.size() >= MAX_GROUPS) {
			this.last.clear();
		}
		this.last.put(group, new SoftReference<>(Map.entry(stored, listed)));
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

}
