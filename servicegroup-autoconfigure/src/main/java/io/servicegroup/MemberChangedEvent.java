package io.servicegroup;

import java.time.Instant;

/**
 * A member's capabilities, or the operators' switches of it, have changed.
 *
 * @param group the group's id
 * @param member the member as it now is
 * @param asOf when the store was read that showed it
 */
public record MemberChangedEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
