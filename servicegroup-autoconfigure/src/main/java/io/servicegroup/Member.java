package io.servicegroup;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A member that is up, as read from the store. Immutable.
 * <p>
 * Drivers, and tests of applications, create a member by {@link #of} and the {@code with}
 * methods.
 *
 * @since 0.1.0
 */
public final class Member {

	private final String id;

	private final boolean self;

	private final Map<String, @Nullable Object> capabilities;

	private final @Nullable String capabilitiesProblem;

	private final Instant updatedAt;

	private final MemberSwitches switches;

	private Member(String id, boolean self, Map<String, @Nullable Object> capabilities,
			@Nullable String capabilitiesProblem, Instant updatedAt, MemberSwitches switches) {
		this.id = id;
		this.self = self;
		this.capabilities = capabilities;
		this.capabilitiesProblem = capabilitiesProblem;
		this.updatedAt = updatedAt;
		this.switches = switches;
	}

	/**
	 * Creates a member of another application, without capabilities and switches.
	 * @param id the member's id
	 * @param updatedAt the last time at which the store knows that the member was alive
	 * @return the member
	 */
	public static Member of(String id, Instant updatedAt) {
		return new Member(id, false, Map.of(), null, updatedAt, MemberSwitches.NONE);
	}

	/**
	 * Returns the member's id.
	 * @return the id
	 */
	public String id() {
		return this.id;
	}

	/**
	 * Returns whether the member is this application.
	 * @return whether its id is this application's member id
	 */
	public boolean self() {
		return this.self;
	}

	/**
	 * Returns the member's capabilities: text, {@link Long}, {@link Double}, booleans,
	 * lists and maps, all immutable. Bytes that a Python member wrote are returned as
	 * text if they are UTF-8, otherwise as Base64.
	 * @return the capabilities; empty if it has none, or if they cannot be read
	 */
	public Map<String, @Nullable Object> capabilities() {
		return this.capabilities;
	}

	/**
	 * Returns why the member's capabilities cannot be read. The member is up all the
	 * same. Another program, such as a Python member, has written them.
	 * @return the reason, or {@code null} if they can be read
	 */
	public @Nullable String capabilitiesProblem() {
		return this.capabilitiesProblem;
	}

	/**
	 * Returns the time that the store has of the member, at which it was alive: on
	 * ZooKeeper its last change; on files, {@code db} and {@code memory} its last
	 * heartbeat. Redis, memcached and etcd record no times; there it is the time of the
	 * reading in which this application first found the member as it is now, and does not
	 * change while the member does not. The last time at which the member is known to be
	 * alive is {@link GroupView#updatedTime} on every store.
	 * @return the time
	 */
	public Instant updatedAt() {
		return this.updatedAt;
	}

	/**
	 * Returns the switches that operators have set on the member.
	 * @return the switches
	 */
	public MemberSwitches switches() {
		return this.switches;
	}

	/**
	 * Returns a copy that is this application, or is not.
	 * @param self whether the member is this application
	 * @return the copy
	 */
	public Member withSelf(boolean self) {
		return new Member(this.id, self, this.capabilities, this.capabilitiesProblem, this.updatedAt, this.switches);
	}

	/**
	 * Returns a copy with other capabilities.
	 * @param capabilities the capabilities, which must not change any more
	 * @return the copy
	 */
	public Member withCapabilities(Map<String, ? extends @Nullable Object> capabilities) {
		return new Member(this.id, this.self, Collections.unmodifiableMap(capabilities), null, this.updatedAt,
				this.switches);
	}

	/**
	 * Returns a copy whose capabilities cannot be read.
	 * @param problem why not
	 * @return the copy, without capabilities
	 */
	public Member withCapabilitiesProblem(String problem) {
		return new Member(this.id, this.self, Map.of(), problem, this.updatedAt, this.switches);
	}

	/**
	 * Returns a copy with other switches.
	 * @param switches the switches that operators have set on the member
	 * @return the copy
	 */
	public Member withSwitches(MemberSwitches switches) {
		return switches.equals(this.switches) ? this
				: new Member(this.id, this.self, this.capabilities, this.capabilitiesProblem, this.updatedAt, switches);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof Member that && this.id.equals(that.id) && this.self == that.self
				&& this.capabilities.equals(that.capabilities)
				&& Objects.equals(this.capabilitiesProblem, that.capabilitiesProblem)
				&& this.updatedAt.equals(that.updatedAt) && this.switches.equals(that.switches);
	}

	@Override
	public int hashCode() {
		return Objects.hash(this.id, this.self, this.capabilities, this.capabilitiesProblem, this.updatedAt,
				this.switches);
	}

	@Override
	public String toString() {
		return "Member[id=" + this.id + ", self=" + this.self + ", capabilities=" + this.capabilities
				+ ((this.capabilitiesProblem != null) ? ", capabilitiesProblem=" + this.capabilitiesProblem : "")
				+ ", updatedAt=" + this.updatedAt + ", switches=" + this.switches + "]";
	}

}
