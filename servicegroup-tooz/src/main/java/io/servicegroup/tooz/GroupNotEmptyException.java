package io.servicegroup.tooz;

/**
 * The group still has members and cannot be deleted.
 */
public final class GroupNotEmptyException extends CoordinationException {

	private final String group;

	/**
	 * Creates the error.
	 * @param group the group's id
	 */
	public GroupNotEmptyException(String group) {
		super("Group '" + group + "' is not empty: its members have to leave before it can be deleted", null);
		this.group = group;
	}

	/**
	 * Returns the group that the call named.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

}
