package io.servicegroup;

/**
 * Is told of the members that join, leave and change.
 */
@FunctionalInterface
public interface ServiceGroupListener {

	/**
	 * Called for one event after the other, on a thread that this listener has for
	 * itself.
	 * @param event a {@link MemberJoinedEvent}, {@link MemberLeftEvent} or
	 * {@link MemberChangedEvent}
	 */
	void onMemberEvent(MemberEvent event);

}
