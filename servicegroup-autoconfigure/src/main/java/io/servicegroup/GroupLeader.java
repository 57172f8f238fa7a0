package io.servicegroup;

import org.jspecify.annotations.Nullable;

/**
 * The leader of a group.
 *
 * @param memberId the leader's member id, or {@code null} if one is elected whose name
 * the store does not tell, such as a Python member on Redis
 * @param self whether it is this application, and still for certain
 */
public record GroupLeader(@Nullable String memberId, boolean self) {
}
