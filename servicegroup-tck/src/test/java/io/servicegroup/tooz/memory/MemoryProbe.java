package io.servicegroup.tooz.memory;

import java.time.Duration;
import java.time.Instant;

import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.memory.MemoryData.Group;
import io.servicegroup.tooz.memory.MemoryData.Member;

/**
 * Writes raw records into a store, as a defective member would.
 */
final class MemoryProbe {

	private MemoryProbe() {
	}

	/** Writes the capabilities of an existing or a new member. */
	static void put(StoreServer server, String group, String member, byte[] capabilities) {
		((MemoryServer) server).store().change((data) -> {
			Member present = data.group(group).members.get(member);
			data.group(group).members.put(member, (present != null)
					? new Member(capabilities, present.lease(), present.joinedAt()) : newMember(member, capabilities));
			data.changed(group);
		});
	}

	private static Member newMember(String id, byte[] capabilities) {
		MemoryLease lease = new MemoryLease(id, Duration.ofMinutes(1));
		lease.renew(Instant.now());
		return new Member(capabilities, lease, Instant.now());
	}

	/** Writes the annotations of a group. Creates the group if it does not exist. */
	static void putAnnotations(StoreServer server, String group, byte[] record) {
		((MemoryServer) server).store().change((data) -> {
			data.groups().computeIfAbsent(group, (id) -> new Group()).annotations = record;
			data.changed(group);
		});
	}

}
