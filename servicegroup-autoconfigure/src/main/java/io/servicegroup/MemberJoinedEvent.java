package io.servicegroup;

import java.time.Instant;

/**
 * A member is listed that was not before.
 *
 * @param group the group's id
 * @param member the member
 * @param asOf when the store was read that showed it
 */
public record MemberJoinedEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
