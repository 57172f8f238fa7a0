package io.servicegroup.driver;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.GroupAlreadyExist;
import io.servicegroup.tooz.GroupNotCreated;

/**
 * A group that something needs, and that nobody has joined yet.
 */
final class MissingGroup {

	private MissingGroup() {
	}

	/** Works; where the group is missing, creates it and works again. */
	static void created(Coordinator coordinator, Runnable work) {
		try {
			work.run();
		}
		catch (GroupNotCreated ex) {
			create(coordinator, ex.group());
			work.run();
		}
	}

	private static void create(Coordinator coordinator, String group) {
		try {
			coordinator.createGroup(group);
		}
		catch (GroupAlreadyExist ex) {
			// That it exists is what was asked for.
		}
	}

}
