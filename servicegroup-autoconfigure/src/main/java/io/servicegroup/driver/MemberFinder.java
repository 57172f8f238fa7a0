package io.servicegroup.driver;

/**
 * Finds members that a reading of their group does not list. A driver has it where its
 * store may have such members.
 */
public interface MemberFinder {

	/**
	 * Returns the finder of a driver.
	 * @param driver the driver
	 * @return the driver itself, or one that finds nothing
	 */
	static MemberFinder of(ServiceGroupDriver driver) {
		return (driver instanceof MemberFinder finder) ? finder : new MemberFinder() {

			@Override
			public boolean lookFor(String group, String member) {
				return false;
			}

			@Override
			public boolean knows(String group, String member) {
				return false;
			}

		};
	}

	/**
	 * Has the readings to come look for a member, too: for stores that cannot list whom
	 * others have entered. Costs a look-up in memory.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether a reading may find it that was not found before
	 */
	boolean lookFor(String group, String member);

	/**
	 * Returns whether the store knows a member, be it up or not: one that is dead may be
	 * switched, too.
	 * @param group the group's id
	 * @param member the member's id, which no reading lists
	 * @return whether it does; {@code false} where the store forgets dead members
	 */
	boolean knows(String group, String member);

}
