package io.servicegroup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The state of this application's own membership.
 *
 * @param backend the backend's name, such as {@code redis}
 * @param url the coordination URL without secrets
 * @param memberId this application's member id
 * @param groups the groups that this application has joined or keeps trying to join
 * @param candidacies the groups for whose leadership this application is a candidate
 * @param views the existing live views by group; they are not read again for this
 * @param lastHeartbeat the time since the last successful heartbeat, or {@code null}
 * before the first
 * @param membershipTimeout the time after which the store drops a member that sends no
 * heartbeat
 * @param problem why this application is not a member of its groups, or {@code null} if
 * it is
 * @param migration the progress of a migration, or {@code null} if none is configured
 */
public record MembershipStatus(String backend, String url, String memberId, Set<String> groups, Set<String> candidacies,
		Map<String, GroupView> views, @Nullable Duration lastHeartbeat, Duration membershipTimeout,
		@Nullable String problem, @Nullable MigrationStatus migration) {

	/**
	 * Returns whether the last successful heartbeat is younger than the membership
	 * timeout and this application is a member of its groups.
	 * @return whether {@link #problem()} is {@code null}
	 */
	public boolean isUp() {
		return this.problem == null;
	}

}
