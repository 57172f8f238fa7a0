package io.servicegroup;

import java.time.Instant;

/**
 * A member joined a group: the store lists it and did not list it at the reading before,
 * or there was none.
 *
 * @param group the group's id
 * @param member the member
 * @param asOf when the store was read that showed the change, by this machine's clock
 * @param cause what the change results from: {@link MemberEventCause#OPERATOR} if the
 * member is no longer forced down, {@link MemberEventCause#PRESENT} at the first reading
 * @since 0.1.0
 */
public record MemberJoinedEvent(String group, Member member, Instant asOf,
		MemberEventCause cause) implements MemberEvent {

	/**
	 * Creates an event of a member that registered itself.
	 * @param group the group's id
	 * @param member the member
	 * @param asOf when the store was read that showed the change, by this machine's clock
	 */
	public MemberJoinedEvent(String group, Member member, Instant asOf) {
		this(group, member, asOf, MemberEventCause.REGISTRATION);
	}

}
