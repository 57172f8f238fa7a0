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

	/**
	 * Creates the exception.
	 * @param group the group's id
	 * @param member the member's id
	 */
	public MemberAlreadyExistsException(String group, String member) {
		super("Member '" + member + "' already exists in group '" + group
				+ "': this coordinator or another process has joined with this member id", null);
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
