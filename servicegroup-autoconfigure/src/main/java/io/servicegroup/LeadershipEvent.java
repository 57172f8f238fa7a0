package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * This application began or ceased to lead a group. Published as a Spring application
 * event, too. For each group the two kinds take turns, beginning with an election.
 */
public sealed interface LeadershipEvent permits LeaderElectedEvent, LeaderRevokedEvent {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns this application's member id.
	 * @return the member id
	 */
	String memberId();

	/**
	 * Returns a number that is greater than that of every leader of the group before. To
	 * be sent along with whatever a leader writes, so that a late write can be refused.
	 * @return the token, or empty where the backend has none
	 */
	OptionalLong fencingToken();

	/**
	 * Returns when it was noticed.
	 * @return the moment, by this machine's clock
	 */
	Instant at();

}
