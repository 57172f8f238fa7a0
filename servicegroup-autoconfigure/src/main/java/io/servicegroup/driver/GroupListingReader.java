package io.servicegroup.driver;

/**
 * Reads one group again and again, so that a reading costs only what has changed since
 * the last one. Not thread-safe, except for {@link #close()}. A reader that has failed
 * can be used again.
 */
@FunctionalInterface
public interface GroupListingReader extends AutoCloseable {

	/**
	 * Reads the group, as {@link ServiceGroupDriver#read} does.
	 * @return the listing; the object that the last call returned if nothing has changed,
	 * and with the same objects for members that have not changed
	 */
	GroupListing read();

	/**
	 * Returns whether the store records when a member was last alive. If not,
	 * {@link io.servicegroup.Member#updatedAt()} is the time of a reading. Makes no call.
	 * @return whether the times of members come from the store
	 */
	default boolean recordsTimes() {
		return true;
	}

	/** Releases what the reader holds. Does not wait for a read in progress. */
	@Override
	default void close() {
	}

}
