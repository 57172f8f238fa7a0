package io.servicegroup;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The state of this application's own membership. Immutable. Later versions may add
 * methods: an application should not implement it, other than in tests.
 *
 * @since 0.1.0
 */
public interface MembershipStatus {

	/**
	 * Returns the backend's name.
	 * @return such as {@code redis}
	 */
	String backend();

	/**
	 * Returns where the backend is.
	 * @return the coordination URL without secrets
	 */
	String url();

	/**
	 * Returns the id under which this application joins groups.
	 * @return this application's member id
	 */
	String memberId();

	/**
	 * Returns the groups that this application has joined or keeps trying to join.
	 * @return the groups' ids
	 */
	Set<String> groups();

	/**
	 * Returns the groups for whose leadership this application is a candidate.
	 * @return the groups' ids
	 */
	Set<String> candidacies();

	/**
	 * Returns the existing live views. They are not read again for this.
	 * @return the views by group
	 */
	Map<String, GroupView> views();

	/**
	 * Returns the time since the last successful heartbeat.
	 * @return the time, or {@code null} before the first heartbeat
	 */
	@Nullable Duration lastHeartbeat();

	/**
	 * Returns the time after which the store drops a member that sends no heartbeat.
	 * @return the timeout
	 */
	Duration membershipTimeout();

	/**
	 * Returns why this application is not a member of its groups.
	 * @return the problem, or {@code null} if it is a member
	 */
	@Nullable String problem();

	/**
	 * Returns the progress of a migration.
	 * @return the progress, or {@code null} if none is configured
	 */
	@Nullable MigrationStatus migration();

	/**
	 * Returns how many operators' switches stores have lost.
	 * @return the numbers since the application started
	 */
	default SwitchLosses switchLosses() {
		return SwitchLosses.NONE;
	}

	/**
	 * Returns whether the last successful heartbeat is younger than the membership
	 * timeout and this application is a member of its groups.
	 * @return whether {@link #problem()} is {@code null}
	 */
	default boolean isUp() {
		return problem() == null;
	}

}
