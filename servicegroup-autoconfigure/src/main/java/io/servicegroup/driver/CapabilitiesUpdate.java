package io.servicegroup.driver;

/**
 * A change of this member's capabilities that is recorded, and not written yet.
 */
public interface CapabilitiesUpdate {

	/**
	 * Writes the newest capabilities, if they are not written yet. If the store is
	 * unavailable, {@link ServiceGroupDriver#heartbeat()} writes them.
	 */
	void write();

	/**
	 * Restores the previous capabilities, unless there are newer ones.
	 */
	void cancel();

}
