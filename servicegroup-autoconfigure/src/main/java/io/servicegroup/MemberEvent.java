package io.servicegroup;

import java.time.Instant;

/**
 * A change of a member of a group. Also published as a Spring application event, for the
 * groups that this application has joined or queried. Later versions may add kinds of
 * events: ignore those that you do not know.
 *
 * @since 0.1.0
 */
public interface MemberEvent {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns the member after the change; for a member that left, as it was last read.
	 * @return the member
	 */
	Member member();

	/**
	 * Returns when the store was read that showed the change.
	 * @return the time, by this machine's clock
	 */
	Instant asOf();

	/**
	 * Returns what the change results from.
	 * @return the cause; if there are several, the one that an operator has to know most
	 */
	MemberEventCause cause();

}
