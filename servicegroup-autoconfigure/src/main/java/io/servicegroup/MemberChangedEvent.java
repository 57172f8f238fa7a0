package io.servicegroup;

import java.time.Instant;

/**
 * The capabilities of a member changed, or an operator set or cleared a switch on it.
 *
 * @param group the group's id
 * @param member the member after the change
 * @param asOf when the store was read that showed the change, by this machine's clock
 * @since 0.1.0
 */
public record MemberChangedEvent(String group, Member member, Instant asOf) implements MemberEvent {
}
