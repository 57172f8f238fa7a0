package io.servicegroup.tooz;

/**
 * The group exists already.
 */
public final class GroupAlreadyExistsException extends CoordinationException {

	private final String group;

	/**
	 * Creates the error.
	 * @param group the group's id
	 */
	public GroupAlreadyExistsException(String group) {
		super("Group '" + group + "' already exists", null);
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
