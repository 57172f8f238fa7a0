package io.servicegroup;

/**
 * Is told when this application begins and ceases to lead.
 */
@FunctionalInterface
public interface LeadershipListener {

	/**
	 * Called for one event after the other, on a thread that this listener has for
	 * itself.
	 * @param event a {@link LeaderElectedEvent} or a {@link LeaderRevokedEvent}
	 */
	void onLeadershipEvent(LeadershipEvent event);

}
