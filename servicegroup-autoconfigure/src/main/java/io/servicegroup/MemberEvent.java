package io.servicegroup;

import java.time.Instant;

/**
 * Something happened to a member of a group. Published as a Spring application event,
 * too, for the groups that this application has joined or asked for.
 */
public sealed interface MemberEvent permits MemberJoinedEvent, MemberLeftEvent, MemberChangedEvent {

	/**
	 * Returns the group.
	 * @return the group's id
	 */
	String group();

	/**
	 * Returns the member: as it now is or, when it left, as it last was.
	 * @return the member
	 */
	Member member();

	/**
	 * Returns when the store was read that showed it.
	 * @return the moment, by this machine's clock
	 */
	Instant asOf();

}
