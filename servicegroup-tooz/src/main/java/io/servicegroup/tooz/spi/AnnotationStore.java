package io.servicegroup.tooz.spi;

import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.SerializationException;

/**
 * Where a backend keeps the one record that holds all notes of a group, as bytes. Each
 * call has the backend's deadline.
 */
public interface AnnotationStore {

	/** No record. */
	byte[] NOTHING = {};

	/**
	 * Reads the record, in one round trip.
	 * @param group the group's id
	 * @return the bytes, none where there is no record
	 * @throws SerializationException if something stands there that cannot be one
	 */
	byte[] read(String group);

	/**
	 * Replaces the record unless it has changed, at once or not at all, and has the
	 * group's watches called. What cannot be a record counts as none.
	 * @param group the group's id
	 * @param was the bytes that were read
	 * @param now the bytes to stand there, none for no record
	 * @return whether it was done; if not, others stand there
	 * @throws GroupNotFoundException as {@link GroupAnnotations#write} says
	 */
	boolean replace(String group, byte[] was, byte[] now);

}
