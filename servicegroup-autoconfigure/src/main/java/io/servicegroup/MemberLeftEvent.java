package io.servicegroup;

import java.time.Instant;

/**
 * A member is no longer in a group: it left, its registration expired, or an operator
 * forced it down.
 *
 * @param group the group's id
 * @param member the member as it was last read, with its current switches
 * @param asOf when the store was read that showed the change, by this machine's clock
 * @since 0.1.0
 */
public record MemberLeftEvent(String group, Member member, Instant asOf) implements MemberEvent {

	/** Returns {@link MemberEventCause#OPERATOR} if the member is forced down. */
	@Override
	public MemberEventCause cause() {
		return this.member.switches().forcedDown() ? MemberEventCause.OPERATOR : MemberEventCause.REGISTRATION;
	}

}
