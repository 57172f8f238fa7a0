package io.servicegroup.tooz.spi;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.spi.Backend.StoredGroup;

/**
 * Reads one group again and again, so that a reading may cost only what has changed since
 * the last one. Not thread-safe: readings follow each other. A reader that has failed can
 * be used again.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface GroupReader extends AutoCloseable {

	/**
	 * Reads the group's live members and annotations as they are in the store now, in a
	 * constant number of round trips.
	 * @return the group; the object that the last call returned if nothing has changed,
	 * and with the same objects for members that have not changed
	 * @throws CoordinationException if the store cannot be read
	 */
	StoredGroup read();

	/** Ends subscriptions of this reader. Does not wait for the store. */
	@Override
	default void close() {
	}

}
