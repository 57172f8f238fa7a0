package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * This application leads no longer: it resigned, stopped, or could not renew its
 * leadership in time.
 *
 * @param group the group's id
 * @param memberId this application's member id
 * @param fencingToken the number of the leadership that has ended, or empty where the
 * backend has none
 * @param at when it was noticed
 */
public record LeaderRevokedEvent(String group, String memberId, OptionalLong fencingToken,
		Instant at) implements LeadershipEvent {
}
