package io.servicegroup.tooz.memory;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

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

	private StoredGroup last = new StoredGroup(Map.of(), Map.of());

	MemoryGroupReader(MemoryConnection connection, GroupAnnotations annotations, String group) {
		this.connection = connection;
		this.annotations = annotations;
		this.group = group;
	}

	@Override
	public StoredGroup read() {
		Map<String, StoredMember> before = this.last.members();
		Map<String, StoredMember> members = this.connection.read((data) -> {
			Group found = data.groups().get(this.group);
			return (found != null) ? members(found.members, before) : before.isEmpty() ? before : Map.of();
		});
		Map<String, String> now = this.annotations.read(this.group);
		if (members != before || !now.equals(this.last.annotations())) {
			this.last = new StoredGroup(members, now);
		}
		return this.last;
	}

	private static Map<String, StoredMember> members(Map<String, Member> now, Map<String, StoredMember> before) {
		boolean same = now.size() == before.size()
				&& now.entrySet().stream().allMatch((entry) -> isSame(entry.getValue(), before.get(entry.getKey())));
		if (same) {
			return before;
		}
		Map<String, StoredMember> members = new LinkedHashMap<>();
		now.forEach((id, member) -> {
			StoredMember known = before.get(id);
			members.put(id, (known != null && isSame(member, known)) ? known : stored(member));
		});
		return members;
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
