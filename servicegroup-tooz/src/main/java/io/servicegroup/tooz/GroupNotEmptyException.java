package io.servicegroup.tooz;

/**
 * Thrown when a group to delete still has members.
 *
 * @since 0.1.0
 */
public final class GroupNotEmptyException extends CoordinationException {

	private final String group;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 */
	public GroupNotEmptyException(String group) {
		super("Group '" + group + "' is not empty: all members must leave before it can be deleted", null);
		this.group = group;
	}

	/**
	 * Returns the group of the call.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

}
