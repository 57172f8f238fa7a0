package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * This application no longer leads a group: it resigned, it stopped, or it could not
 * renew its leadership in time.
 *
 * @param group the group's id
 * @param memberId this application's member id
 * @param fencingToken the fencing token of the leadership that has ended, or empty if the
 * backend has none
 * @param at when the end was noticed, by this machine's clock
 * @since 0.1.0
 */
public record LeaderRevokedEvent(String group, String memberId, OptionalLong fencingToken,
		Instant at) implements LeadershipEvent {
}
