package io.servicegroup;

import java.time.Instant;

/**
 * A member joined a group: the store lists it and did not list it at the reading before.
 *
 * @param group the group's id
 * @param member the member
 * @param asOf when the store was read that showed the change, by this machine's clock
 * @since 0.1.0
 */
public record MemberJoinedEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
