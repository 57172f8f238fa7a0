package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * Administrative state that operators set on members, as in OpenStack Nova. It is stored
 * with the group, not in the member's own record, so it survives a restart of the member,
 * and of the store if the store is persistent. A switch that the store loses is reported,
 * see {@link MemberEventCause#STORE_LOSS}. A switch does not count as a heartbeat. All
 * members see it in their views and events when they next read the group: the caller
 * shortly after the call, the others one poll interval later. Python's tooz ignores it.
 * <p>
 * The calls are idempotent, any member can make them concurrently, and they block for a
 * few seconds at most.
 *
 * @since 0.1.0
 */
public interface OperatorSwitches {

	/**
	 * Takes a member out of service. It stays up, its view entry shows that it is
	 * disabled, and its own health is OUT_OF_SERVICE, so that load balancers send it no
	 * more requests.
	 * @param group the group's id
	 * @param member the member's id
	 * @param reason the reason, which all members can read; at most 255 characters
	 * @throws InvalidServiceGroupException if the member is unknown, or the reason is
	 * missing or too long
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	void disable(String group, String member, String reason);

	/**
	 * Puts a member back into service.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is unknown
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	void enable(String group, String member);

	/**
	 * Makes a member count as down even while it sends heartbeats, for example when its
	 * host is fenced. It is removed from all views, its own included, until
	 * {@link #clearForcedDown} is called.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is unknown
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	void forceDown(String group, String member);

	/**
	 * Reverts {@link #forceDown}: the member is up again if it is alive.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is unknown
	 * @throws ServiceGroupUnavailableException if the store is unavailable
	 */
	void clearForcedDown(String group, String member);

	/**
	 * Does the same in the name of an operator, which all members can read, see
	 * {@link ServiceGroupAPI#operatorActs}. The default forgets the name.
	 * @param group the group's id
	 * @param member the member's id
	 * @param reason the reason, which all members can read
	 * @param operator the operator's name, or {@code null} if it is unknown
	 */
	default void disable(String group, String member, String reason, @Nullable String operator) {
		disable(group, member, reason);
	}

	/**
	 * Does the same in the name of an operator, which all members can read, see
	 * {@link ServiceGroupAPI#operatorActs}. The default forgets the name.
	 * @param group the group's id
	 * @param member the member's id
	 * @param operator the operator's name, or {@code null} if it is unknown
	 */
	default void enable(String group, String member, @Nullable String operator) {
		enable(group, member);
	}

	/**
	 * Does the same in the name of an operator, which all members can read, see
	 * {@link ServiceGroupAPI#operatorActs}. The default forgets the name.
	 * @param group the group's id
	 * @param member the member's id
	 * @param operator the operator's name, or {@code null} if it is unknown
	 */
	default void forceDown(String group, String member, @Nullable String operator) {
		forceDown(group, member);
	}

	/**
	 * Does the same in the name of an operator, which all members can read, see
	 * {@link ServiceGroupAPI#operatorActs}. The default forgets the name.
	 * @param group the group's id
	 * @param member the member's id
	 * @param operator the operator's name, or {@code null} if it is unknown
	 */
	default void clearForcedDown(String group, String member, @Nullable String operator) {
		clearForcedDown(group, member);
	}

}
