package io.servicegroup;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A member of a group, as read from the store.
 *
 * @param id the member's id
 * @param self whether it is this application
 * @param up whether it is up
 * @param capabilities the member's capabilities: text, {@link Long}, {@link Double},
 * booleans, lists and maps, all immutable; empty if it has none. Bytes that a Python
 * member wrote are returned as text if they are UTF-8, otherwise as Base64
 * @param updatedAt the last time at which the store knows that the member was alive: on
 * ZooKeeper its last change; on files, {@code db} and {@code memory} its last heartbeat;
 * on Redis, memcached and etcd, which record no times, the time of reading
 * @param switches the switches that operators have set on it
 */
public record Member(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities, Instant updatedAt,
		MemberSwitches switches) {

	/**
	 * Creates a member on which operators have set no switch.
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param up whether it is up
	 * @param capabilities the member's capabilities
	 * @param updatedAt the last time at which the store knows that the member was alive
	 */
	public Member(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities, Instant updatedAt) {
		this(id, self, up, capabilities, updatedAt, MemberSwitches.NONE);
	}

	/**
	 * Returns a copy of this member with other switches.
	 * @param switches the switches that operators have set on it
	 * @return the copy
	 */
	public Member with(MemberSwitches switches) {
		return new Member(this.id, this.self, this.up, this.capabilities, this.updatedAt, switches);
	}

}
