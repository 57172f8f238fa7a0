package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * This application was elected.
 *
 * @param group the group's id
 * @param memberId this application's member id
 * @param fencingToken the leadership's number, or empty where the backend has none
 * @param at when it was noticed
 */
public record LeaderElectedEvent(String group, String memberId, OptionalLong fencingToken,
		Instant at) implements LeadershipEvent {
}
