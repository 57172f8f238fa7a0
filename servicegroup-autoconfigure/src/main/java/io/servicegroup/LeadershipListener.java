package io.servicegroup;

/**
 * A listener for the start and the end of this application's leaderships.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface LeadershipListener {

	/**
	 * Handles an event. Events are delivered one at a time, on a thread of this
	 * listener's own.
	 * @param event a {@link LeaderElectedEvent} or a {@link LeaderRevokedEvent}
	 */
	void onLeadershipEvent(LeadershipEvent event);

}
