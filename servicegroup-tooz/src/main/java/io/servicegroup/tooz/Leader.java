package io.servicegroup.tooz;

import org.jspecify.annotations.Nullable;

/**
 * A group's leader, as the store tells.
 *
 * @param memberId the leader's id, or {@code null} if one is elected that has not left
 * its name, as Python members on Redis
 */
public record Leader(@Nullable String memberId) {

	/** One is elected, but its name is unknown. */
	public static final Leader UNKNOWN = new Leader(null);

}
