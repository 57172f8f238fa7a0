package io.servicegroup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * How this application's membership stands.
 *
 * @param backend the backend's name, such as {@code redis}
 * @param url the coordination URL without secrets
 * @param memberId this application's member id
 * @param groups the groups it is meant to stand in
 * @param candidacies the groups that it would lead
 * @param views the live views there are, by group; no store is asked for them
 * @param lastHeartbeat how long ago the last good heartbeat was, or {@code null} before
 * the first
 * @param membershipTimeout the time after which the store drops a silent member
 * @param problem why this application does not stand in its groups, or {@code null} if it
 * does
 * @param migration how far the members have moved, or {@code null} if they do not
 */
public record MembershipStatus(String backend, String url, String memberId, Set<String> groups, Set<String> candidacies,
		Map<String, GroupView> views, @Nullable Duration lastHeartbeat, Duration membershipTimeout,
		@Nullable String problem, @Nullable MigrationStatus migration) {

	/**
	 * Tells whether the last good heartbeat is younger than the membership timeout and
	 * the member stands in its groups.
	 * @return whether all is well
	 */
	public boolean isUp() {
		return this.problem == null;
	}

}
