package io.servicegroup.driver;

/**
 * Finds members that a reading of their group does not list. A driver implements it if
 * its store can have such members.
 */
public interface MemberFinder {

	/** Finds nothing. */
	MemberFinder NONE = new MemberFinder() {

		@Override
		public boolean track(String group, String member) {
			return false;
		}

		@Override
		public boolean knows(String group, String member) {
			return false;
		}

	};

	/**
	 * Returns the finder of a driver.
	 * @param driver the driver
	 * @return the driver itself, or a finder that finds nothing
	 */
	static MemberFinder of(ServiceGroupDriver driver) {
		return (driver instanceof MemberFinder finder) ? finder : NONE;
	}

	/**
	 * Makes later readings look for a member too. For stores that cannot list the members
	 * that other applications have registered. Makes no call.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether another reading may now find the member
	 */
	boolean track(String group, String member);

	/**
	 * Returns whether the store has a record of a member, up or down: operators can set
	 * switches of a dead member too.
	 * @param group the group's id
	 * @param member the member's id, which no reading lists
	 * @return whether it has; {@code false} for a store that removes dead members
	 */
	boolean knows(String group, String member);

}
