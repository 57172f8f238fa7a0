package io.servicegroup.tooz.spi;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;

/**
 * Stores all annotations of a group as one record of bytes. Each call is limited by the
 * backend's deadline.
 *
 * @since 0.1.0
 */
public interface AnnotationStore {

	/** The bytes of a record that does not exist. */
	byte[] NOTHING = {};

	/**
	 * Reads the record, in one round trip.
	 * @param group the group's id
	 * @return the bytes; empty if there is no record
	 * @throws SerializationException if the stored value cannot be a record
	 */
	byte[] read(String group);

	/**
	 * Replaces the record atomically if it still has the expected bytes, and calls the
	 * group's watches. A stored value that cannot be a record is treated as no record.
	 * @param group the group's id
	 * @param was the expected bytes, as they were read
	 * @param now the new bytes; empty to remove the record
	 * @return whether the record was replaced; {@code false} if the stored bytes differ
	 * from the expected ones
	 * @throws GroupNotFoundException see {@link GroupAnnotations#write}
	 */
	boolean replace(String group, byte[] was, byte[] now);

}
