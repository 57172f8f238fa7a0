package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * The leader of a group, as the store has it.
 *
 * @param memberId the leader's id, or {@code null} if a leader is elected but has not
 * stored its id, such as a Python member on Redis
 * @since 0.1.0
 */
public record Leader(@Nullable String memberId) {

	/** A leader whose id is unknown. */
	public static final Leader UNKNOWN = new Leader(null);

}
