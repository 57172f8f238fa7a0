package io.servicegroup.tooz;

/**
 * The member does not stand in the group.
 */
public final class MemberNotJoinedException extends CoordinationException {

	private final String group;

	private final String member;

	/**
	 * Creates the error.
	 * @param group the group's id
	 * @param member the member's id
	 */
	public MemberNotJoinedException(String group, String member) {
		super("Member '" + member + "' has not joined group '" + group + "'", null);
		this.group = group;
		this.member = member;
	}

	/**
	 * Returns the group that the call named.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns the member that the call named.
	 * @return the member's id
	 */
	public String member() {
		return this.member;
	}

}
