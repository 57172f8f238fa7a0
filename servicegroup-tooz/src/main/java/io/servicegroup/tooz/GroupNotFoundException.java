package io.servicegroup.tooz;

/**
 * The group does not exist in the store.
 */
public final class GroupNotFoundException extends CoordinationException {

	private final String group;

	/**
	 * Creates the error.
	 * @param group the group's id
	 */
	public GroupNotFoundException(String group) {
		super("Group '" + group + "' does not exist", null);
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
