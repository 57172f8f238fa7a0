package io.servicegroup.tooz;

/**
 * Thrown when the group does not exist in the store.
 *
 * @since 0.1.0
 */
public final class GroupNotFoundException extends CoordinationException {

	private final String group;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 */
	public GroupNotFoundException(String group) {
		super("Group '" + group + "' does not exist", null);
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
