package io.servicegroup.tooz.memory;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.servicegroup.tooz.concurrent.VersionedMap;
import io.servicegroup.tooz.memory.MemoryData.Group;
import io.servicegroup.tooz.memory.MemoryData.Member;
import io.servicegroup.tooz.spi.Backend.StoredGroup;
import io.servicegroup.tooz.spi.Backend.StoredMember;
import io.servicegroup.tooz.spi.GroupAnnotations;
import io.servicegroup.tooz.spi.GroupReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads a group again and again. A heartbeat of a member changes its record.
 */
final class MemoryGroupReader implements GroupReader {

	private final MemoryConnection connection;

	private final GroupAnnotations annotations;

	private final String group;

	private VersionedMap<StoredMember> members = VersionedMap.empty();

	private StoredGroup last = new StoredGroup(this.members, Map.of());

	MemoryGroupReader(MemoryConnection connection, GroupAnnotations annotations, String group) {
		this.connection = connection;
		this.annotations = annotations;
		this.group = group;
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public StoredGroup read() {
		VersionedMap<StoredMember> before = this.members;
		VersionedMap<StoredMember> read = this.connection.read((data) -> {
			Group found = data.groups().get(this.group);
			return (found != null) ? members(found.members, before) : before.to(Map.of());
		});
		Map<String, String> now = this.annotations.read(this.group);
		if (read != before || !now.equals(this.last.annotations())) {
			this.last = new StoredGroup(read, now);
			this.members = read;
		}
		return this.last;
	}

	private static VersionedMap<StoredMember> members(Map<String, Member> now, VersionedMap<StoredMember> before) {
		Map<String, @Nullable StoredMember> changes = new HashMap<>();
		int joined = 0;
		for (Map.Entry<String, Member> entry : now.entrySet()) {
			StoredMember known = before.get(entry.getKey());
			joined += (known != null) ? 0 : 1;
			if (!isSame(entry.getValue(), known)) {
				changes.put(entry.getKey(), stored(entry.getValue()));
			}
		}
		if (now.size() < before.size() + joined) {
			before.keySet().stream().filter((id) -> !now.containsKey(id)).forEach((id) -> changes.put(id, null));
		}
		return before.with(changes);
	}

	static StoredMember stored(Member member) {
		return new StoredMember(member.capabilities(), member.joinedAt(), member.lease().renewedAt());
	}

	/** Returns whether a record is the one that was read before. */
	private static boolean isSame(Member now, @Nullable StoredMember before) {
		Instant renewedAt = now.lease().renewedAt();
		return before != null && before.capabilities() == now.capabilities()
				&& now.joinedAt().equals(before.createdAt()) && renewedAt.equals(before.updatedAt());
	}

}
