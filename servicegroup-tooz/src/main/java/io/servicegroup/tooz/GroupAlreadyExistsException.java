package io.servicegroup.tooz;

/**
 * Thrown when a group to create already exists.
 *
 * @since 0.1.0
 */
public final class GroupAlreadyExistsException extends CoordinationException {

	private final String group;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 */
	public GroupAlreadyExistsException(String group) {
		super("Group '" + group + "' already exists", null);
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
