package io.servicegroup.tooz.coordination;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

	/** The last listings of the groups that were listed last. */
	private final Map<String, SoftReference<Listing>> last = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, SoftReference<Listing>> eldest) {
			return size() > MAX_GROUPS;
		}

	};

	MemberListings(MemberDecoder decoder) {
		this.decoder = decoder;
	}

	/** Returns the members. Neither the map nor the capabilities can be modified. */
	Map<String, MemberInfo> decode(String group, Map<String, StoredMember> stored) {
		Listing before = get(group);
		Map<String, MemberInfo> members = new LinkedHashMap<>(stored.size() * 4 / 3 + 1);
		Map<String, StoredMember> changed = new LinkedHashMap<>();
		stored.forEach((id, member) -> {
			MemberInfo known = before.find(id, member);
			if (known == null) {
				changed.put(id, member);
			}
			// Those that are decoded below keep their place.
			members.put(id, (known != null) ? known : new MemberInfo(null, null, null, member.updatedAt()));
		});
		this.decoder.decode(group, changed).forEach((id, info) -> members.put(id, unmodifiable(info)));
		Map<String, MemberInfo> listed = Collections.unmodifiableMap(members);
		put(group, new Listing(stored, listed));
		return listed;
	}

	private synchronized Listing get(String group) {
		SoftReference<Listing> reference = this.last.get(group);
		Listing listing = (reference != null) ? reference.get() : null;
		return (listing != null) ? listing : Listing.NONE;
	}

	private synchronized void put(String group, Listing listing) {
		this.last.put(group, new SoftReference<>(listing));
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

	/**
	 * A listing.
	 *
	 * @param stored the records
	 * @param members the members
	 */
	private record Listing(Map<String, StoredMember> stored, Map<String, MemberInfo> members) {

		static final Listing NONE = new Listing(Map.of(), Map.of());

		/**
		 * Returns the member with the times of the record, if it had the same
		 * capabilities and they could be read.
		 */
		@Nullable MemberInfo find(String id, StoredMember now) {
			StoredMember before = this.stored.get(id);
			MemberInfo known = this.members.get(id);
			return (before != null && known != null && known.capabilitiesProblem() == null
					&& Arrays.equals(before.capabilities(), now.capabilities()))
							? new MemberInfo(known.capabilities(), null, now.createdAt(), now.updatedAt()) : null;
		}

	}

}
