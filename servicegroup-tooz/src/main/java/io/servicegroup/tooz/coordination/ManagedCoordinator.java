package io.servicegroup.tooz.coordination;

import java.util.Map;

import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.Partitions;
import io.servicegroup.tooz.spi.Backend;
import io.servicegroup.tooz.spi.BackendType;

/**
 * A coordinator with the operations that drivers of service groups need. Not for
 * applications.
 */
public interface ManagedCoordinator extends Coordinator {

	/**
	 * Returns the name of the backend.
	 * @return such as {@code redis}
	 */
	String backend();

	/**
	 * Refuses a group id that the backend cannot store. Does not call the store.
	 * @param group the group's id
	 * @throws InvalidToozUrlException if it is refused
	 */
	void checkGroup(String group);

	/**
	 * Returns the memberships that {@link #heartbeat()} keeps.
	 * @return the memberships, always the same object
	 */
	MembershipReconciler memberships();

	/**
	 * Returns the partitioners of this coordinator.
	 * @return the partitioners, always the same object
	 */
	Partitions partitions();

	/**
	 * Reads the live members of a group together with its annotations, in a constant
	 * number of round trips.
	 * @param group the group's id; a group that does not exist has neither
	 * @return the members and the annotations
	 */
	GroupReading read(String group);

	/**
	 * Creates a reader that reads a group again and again. Does not call the store.
	 * @param group the group's id
	 * @return a new reader; close it when the group is not followed any more
	 */
	Reader reader(String group);

	/**
	 * Makes later reads look for a member, see {@link Backend#track}.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether a read may find a member that was not found before
	 */
	boolean track(String group, String member);

	/**
	 * Returns whether the store knows a member that it does not list, see
	 * {@link Backend#knows}.
	 * @param group the group's id
	 * @param member the member's id
	 * @return whether the store knows the member
	 */
	boolean knows(String group, String member);

	/**
	 * Returns the connected backend, for calls that the coordinator adds nothing to.
	 * @param group the id of the group that the call is for
	 * @return the backend
	 */
	Backend backendFor(String group);

	/**
	 * Returns how long no bytes have arrived from the store, see {@link Backend#silence}.
	 * @return the time in nanoseconds, or {@link Long#MAX_VALUE} if it is unknown
	 */
	long silence();

	/**
	 * Reads one group again and again, as {@link #read} does, and decodes only what has
	 * changed. One read runs at a time.
	 */
	interface Reader extends AutoCloseable {

		/**
		 * Reads the group.
		 * @return the group, not to be modified; the object that the last call returned
		 * if nothing has changed, and with the same objects for members that have not
		 * changed
		 */
		GroupReading read();

		/**
		 * Returns whether the times of members come from the store, see
		 * {@link BackendType#recordsTimes}.
		 * @return whether they do
		 */
		boolean recordsTimes();

		/** Releases what the reader holds. Does not wait for a read in progress. */
		@Override
		void close();

	}

	/**
	 * The content of a group.
	 *
	 * @param members the live members by id
	 * @param annotations the annotations by key, with those of
	 * {@link io.servicegroup.tooz.spi.RecordGeneration}
	 */
	record GroupReading(Map<String, MemberInfo> members, Map<String, String> annotations) {
	}

}
