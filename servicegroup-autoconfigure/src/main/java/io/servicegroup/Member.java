package io.servicegroup;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A member of a group, as the store lists it.
 *
 * @param id the member's id
 * @param self whether it is this application
 * @param up whether it is up
 * @param capabilities what it says of itself: text, {@link Long}, {@link Double},
 * booleans, lists and maps, all immutable; empty when it says nothing. What a Python
 * member wrote as bytes is given as text where it is UTF-8, else as Base64
 * @param updatedAt the last moment for which the store vouches: on ZooKeeper the member's
 * last change, on files its last heartbeat, on Redis and memcached, which tell no times,
 * the moment of reading
 * @param switches what operators have laid down about it
 */
public record Member(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities, Instant updatedAt,
		MemberSwitches switches) {

	/**
	 * Creates a member of which operators have laid nothing down.
	 * @param id the member's id
	 * @param self whether it is this application
	 * @param up whether it is up
	 * @param capabilities what it says of itself
	 * @param updatedAt the last moment for which the store vouches
	 */
	public Member(String id, boolean self, boolean up, Map<String, @Nullable Object> capabilities, Instant updatedAt) {
		this(id, self, up, capabilities, updatedAt, MemberSwitches.NONE);
	}

	/**
	 * Returns this member as operators have switched it.
	 * @param switches how its switches stand
	 * @return the member, all else the same
	 */
	public Member with(MemberSwitches switches) {
		return new Member(this.id, this.self, this.up, this.capabilities, this.updatedAt, switches);
	}

}
