package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The leader of a group.
 *
 * @param memberId the leader's member id, or {@code null} if a leader is elected but the
 * store does not hold its id, as for a Python leader on Redis
 * @param self whether this application is the leader and its leadership has not expired
 * @since 0.1.0
 */
public record GroupLeader(@Nullable String memberId, boolean self) {
}
