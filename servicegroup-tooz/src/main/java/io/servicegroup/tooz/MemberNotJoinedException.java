package io.servicegroup.tooz;

/**
 * Thrown when the member is not registered in the group.
 *
 * @since 0.1.0
 */
public final class MemberNotJoinedException extends CoordinationException {

	private final String group;

	private final String member;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 * @param member the member's id
	 */
	public MemberNotJoinedException(String group, String member) {
		super("Member '" + member + "' has not joined group '" + group + "'", null);
		this.group = group;
		this.member = member;
	}

	/**
	 * Returns the group of the call.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns the member of the call.
	 * @return the member's id
	 */
	public String member() {
		return this.member;
	}

}
