package io.servicegroup.tooz;

/**
 * The member id stands in the group already, through this coordinator or through another
 * process.
 */
public final class MemberAlreadyExistsException extends CoordinationException {

	private final String group;

	private final String member;

	/**
	 * Creates the error.
	 * @param group the group's id
	 * @param member the member's id
	 */
	public MemberAlreadyExistsException(String group, String member) {
		super("Member '" + member + "' already stands in group '" + group + "'", null);
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
