package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * This application was elected leader of a group.
 *
 * @param group the group's id
 * @param memberId this application's member id
 * @param fencingToken the fencing token of this leadership, or empty if the backend has
 * none
 * @param at when the election was noticed, by this machine's clock
 * @since 0.1.0
 */
public record LeaderElectedEvent(String group, String memberId, OptionalLong fencingToken,
		Instant at) implements LeadershipEvent {
}
