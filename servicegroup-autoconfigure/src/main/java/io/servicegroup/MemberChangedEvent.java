package io.servicegroup;

import java.time.Instant;

/**
 * The capabilities of a member changed, or a switch on it was set, cleared or lost, see
 * {@link #cause()}.
 *
 * @param group the group's id
 * @param member the member after the change
 * @param asOf when the store was read that showed the change, by this machine's clock
 * @param cause what the change results from
 * @since 0.1.0
 */
public record MemberChangedEvent(String group, Member member, Instant asOf,
		MemberEventCause cause) implements MemberEvent {

	/**
	 * Creates an event of a change of the member's capabilities.
	 * @param group the group's id
	 * @param member the member after the change
	 * @param asOf when the store was read that showed the change, by this machine's clock
	 */
	public MemberChangedEvent(String group, Member member, Instant asOf) {
		this(group, member, asOf, MemberEventCause.REGISTRATION);
	}

}
