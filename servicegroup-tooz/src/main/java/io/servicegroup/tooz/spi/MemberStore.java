package io.servicegroup.tooz.spi;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.GroupAlreadyExistsException;
import io.servicegroup.tooz.GroupNotFoundException;
import io.servicegroup.tooz.InvalidToozUrlException;
import io.servicegroup.tooz.MemberAlreadyExistsException;
import io.servicegroup.tooz.MemberNotJoinedException;
import io.servicegroup.tooz.OperationTimeoutException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.coordination.MembershipReconciler;

/**
 * Stores the memberships of one member, for {@link MembershipReconciler}. Each call has a
 * deadline and throws {@link CoordinationException}s. The store may have carried out a
 * call that throws {@link StoreUnavailableException} or
 * {@link OperationTimeoutException}.
 *
 * @since 0.1.0
 */
public interface MemberStore {

	/**
	 * Returns the time after which the store drops a member that sends no heartbeats.
	 * @return the configured timeout, or the one negotiated with the server
	 */
	Duration membershipTimeout();

	/**
	 * Creates a group.
	 * @param group the id
	 * @throws GroupAlreadyExistsException if the group exists
	 */
	default void createGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Registers this member in a group. An expired registration with its id is replaced;
	 * a registration of this instance is overwritten.
	 * @param group the id
	 * @param capabilities the encoded capabilities
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberAlreadyExistsException if another live process is registered with the
	 * member id; nothing is changed
	 * @throws InvalidToozUrlException if the store can never accept these capabilities;
	 * nothing is changed
	 */
	default void join(String group, byte[] capabilities) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Removes this member's registration, unless it belongs to another process.
	 * @param group the id
	 * @throws MemberNotJoinedException if this member is not registered in the group
	 */
	default void leave(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Sends a heartbeat for this member and checks its registrations, in a constant
	 * number of round trips. Without memberships, only checks whether the store answers.
	 * @param memberships the groups in which the member should be registered, with its
	 * encoded capabilities
	 * @return the groups in which it is not registered, for the caller to join again;
	 * also those with other capabilities, if checking them needs no further round trip,
	 * and those in which another process is registered with the member id
	 * @throws MemberAlreadyExistsException if another live process is registered with the
	 * member id in all groups that are not registered; the others were renewed
	 */
	Set<String> beat(Map<String, byte[]> memberships);

}
