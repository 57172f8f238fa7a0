package io.servicegroup;

import java.time.Instant;

/**
 * A member is not listed any more: it left, or died, or was forced down.
 *
 * @param group the group's id
 * @param member the member as it last was, with the operators' switches as they now stand
 * @param asOf when the store was read that showed it
 */
public record MemberLeftEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
