package io.servicegroup;

import java.time.Instant;

/**
 * A member is not listed any more: it left, or died.
 *
 * @param group the group's id
 * @param member the member as it last was
 * @param asOf when the store was read that showed it
 */
public record MemberLeftEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
