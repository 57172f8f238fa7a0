package io.servicegroup;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * This application leads no longer: it stood down, or could not be sure of its leadership
 * any more.
 *
 * @param group the group's id
 * @param memberId this application's member id
 * @param fencingToken the number of the leadership that has ended, or {@code null} where
 * the backend has none
 * @param at when it was noticed
 */
public record LeaderRevokedEvent(String group, String memberId, @Nullable Long fencingToken,
		Instant at) implements LeadershipEvent {
}
