package io.servicegroup.tooz;

/**
 * Thrown when the member id is already registered in the group, by this coordinator or by
 * another process.
 *
 * @since 0.1.0
 */
public final class MemberAlreadyExistsException extends CoordinationException {

	private final String group;

	private final String member;

	private final boolean heldBeyondGroup;

	/**
	 * Creates the exception for a member id that is taken in the group.
	 * @param group the group's id
	 * @param member the member's id
	 */
	public MemberAlreadyExistsException(String group, String member) {
		this(group, member, false, "Member '" + member + "' already exists in group '" + group
				+ "': this coordinator or another process has joined with this member id");
	}

	private MemberAlreadyExistsException(String group, String member, boolean heldBeyondGroup, String message) {
		super(message, null);
		this.group = group;
		this.member = member;
		this.heldBeyondGroup = heldBeyondGroup;
	}

	/**
	 * Creates the exception for a member id whose heartbeat belongs to a process that
	 * cannot share it, in whichever group that process is.
	 * @param group the group's id
	 * @param member the member's id
	 * @return the exception
	 */
	public static MemberAlreadyExistsException ofUnsharedHeartbeat(String group, String member) {
		return new MemberAlreadyExistsException(group, member, true, "Member id '" + member + "' cannot join group '"
				+ group + "': a process with tooz in Python, or with an earlier release of this library, uses the id, "
				+ "in this group or another. The store has one heartbeat per member id for such a process, so the one "
				+ "that stops would end the other's membership. Use member ids that differ between groups, such as '"
				+ group + "-" + member
				+ "'. If that process has crashed, the id is free once its heartbeat has expired");
	}

	/**
	 * Returns the group of the call.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns whether the process that has the id need not be in this group.
	 * @return whether the id is taken in all groups
	 */
	public boolean isHeldBeyondGroup() {
		return this.heldBeyondGroup;
	}

	/**
	 * Returns the member of the call.
	 * @return the member's id
	 */
	public String member() {
		return this.member;
	}

}
