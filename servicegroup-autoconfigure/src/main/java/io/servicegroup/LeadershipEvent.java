package io.servicegroup;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * A change of this application's leadership of a group. Also published as a Spring
 * application event. For each group the two kinds alternate, starting with
 * {@link LeaderElectedEvent}. Later versions may add kinds of events: ignore those that
 * you do not know.
 *
 * @since 0.1.0
 */
public interface LeadershipEvent {

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
	 * Returns the fencing token: a number greater than that of every earlier leader of
	 * the group. Send it with each write that the leader makes, so that the receiver can
	 * reject the late write of a former leader.
	 * @return the token, or empty if the backend has none
	 */
	OptionalLong fencingToken();

	/**
	 * Returns when the change was noticed.
	 * @return the time, by this machine's clock
	 */
	Instant at();

}
