package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when another live process is registered under this application's member id. The
 * other process is not affected.
 *
 * @since 0.1.0
 */
public final class DuplicateMemberException extends ServiceGroupException {

	private final String group;

	private final String member;

	/**
	 * Creates the exception.
	 * @param group the group's id
	 * @param member the member's id
	 * @param cause the driver's exception, or {@code null}
	 */
	public DuplicateMemberException(String group, String member, @Nullable Throwable cause) {
		this(group, member, "Member id '" + member
				+ "' is taken: another live process is registered under it in group '" + group
				+ "'. Give each process its own servicegroup.member-id, or remove the property to get a unique one. "
				+ "If the id is held by the previous run of this application, it is free once that registration has expired",
				cause);
	}

	/**
	 * Creates the exception with a message of its own.
	 * @param group the group's id
	 * @param member the member's id
	 * @param message who has the id, and what to do
	 * @param cause the driver's exception, or {@code null}
	 */
	public DuplicateMemberException(String group, String member, String message, @Nullable Throwable cause) {
		super(message, cause);
		this.group = group;
		this.member = member;
	}

	/**
	 * Returns the group in which the id is taken.
	 * @return the group's id
	 */
	public String group() {
		return this.group;
	}

	/**
	 * Returns the id that is taken.
	 * @return the member's id
	 */
	public String member() {
		return this.member;
	}

}
