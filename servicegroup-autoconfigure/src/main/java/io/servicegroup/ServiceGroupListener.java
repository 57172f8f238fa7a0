package io.servicegroup;

/**
 * A listener for members of a group that join, leave or change.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ServiceGroupListener {

	/**
	 * Handles an event. Events are delivered one at a time, on a thread of this
	 * listener's own.
	 * @param event a {@link MemberJoinedEvent}, {@link MemberLeftEvent} or
	 * {@link MemberChangedEvent}
	 */
	void onMemberEvent(MemberEvent event);

}
