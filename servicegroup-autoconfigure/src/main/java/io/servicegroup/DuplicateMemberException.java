package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * Another living process holds this application's member id. It is not harmed.
 */
public final class DuplicateMemberException extends ServiceGroupException {

	private final String group;

	private final String member;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 * @param member the member's id
	 * @param cause what the driver said, or {@code null}
	 */
	public DuplicateMemberException(String group, String member, @Nullable Throwable cause) {
		super("Member id '" + member + "' is taken: another living process stands in group '" + group
				+ "' under it. Give each process its own servicegroup.member-id, or leave the property out for a unique one. "
				+ "If it is this application's previous run, it gets in once the old entry has expired", cause);
		this.group = group;
		this.member = member;
	}

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	public String getGroup() {
		return this.group;
	}

	/**
	 * Returns the id that is taken.
	 * @return the member's id
	 */
	public String getMember() {
		return this.member;
	}

}
