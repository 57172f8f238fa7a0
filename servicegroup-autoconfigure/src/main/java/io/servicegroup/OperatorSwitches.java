package io.servicegroup;

/**
 * What operators lay down about members, as in OpenStack Nova: it stands in the store,
 * beside the group and not in the member's own entry, so it outlives the member's
 * restart, and the store's where the store keeps data. It is no heartbeat. All members
 * see it, by the same events and views, at their next reading of the group: the one who
 * calls shortly after the call, the others a poll later. Python's tooz does not look at
 * it.
 * <p>
 * The calls are idempotent, may be made by any member at once, and block for a few
 * seconds at most.
 */
public interface OperatorSwitches {

	/**
	 * Takes a member out of service: it stays up, but says so, and its own health is
	 * OUT_OF_SERVICE, so that balancers turn away.
	 * @param group the group's id
	 * @param member the member's id
	 * @param reason why, for the others to read: 255 characters at most
	 * @throws InvalidServiceGroupException if the member is not known, or the reason is
	 * missing or too long
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	void disable(String group, String member, String reason);

	/**
	 * Puts a member back into service.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is not known
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	void enable(String group, String member);

	/**
	 * Has a member count as down whatever it says itself: one whose host is fenced. It
	 * leaves the views of all, its own too, until it is released.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is not known
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	void forceDown(String group, String member);

	/**
	 * Takes {@link #forceDown} back: the member is up again if it lives.
	 * @param group the group's id
	 * @param member the member's id
	 * @throws InvalidServiceGroupException if the member is not known
	 * @throws ServiceGroupUnavailableException if the store cannot be asked
	 */
	void release(String group, String member);

}
