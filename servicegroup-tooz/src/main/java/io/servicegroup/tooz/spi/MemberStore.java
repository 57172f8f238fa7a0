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
 * Where the memberships of one member are stored, as far as a
 * {@link MembershipReconciler} needs it. Each call ends by a deadline and throws
 * {@link CoordinationException}s; one that throws {@link StoreUnavailableException} or
 * {@link OperationTimeoutException} may have been carried out.
 */
public interface MemberStore {

	/**
	 * Returns the time after which the store drops a silent member.
	 * @return the configured timeout, or the negotiated one
	 */
	Duration membershipTimeout();

	/**
	 * Creates a group.
	 * @param group the id
	 * @throws GroupAlreadyExistsException if it exists
	 */
	default void createGroup(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Enters this member, alive from now on. A dead entry under its id is replaced; one
	 * that is this very instance's is written anew.
	 * @param group the id
	 * @param capabilities the packed capabilities
	 * @throws GroupNotFoundException if the group does not exist
	 * @throws MemberAlreadyExistsException if another living process holds the member id;
	 * nothing is changed then
	 * @throws InvalidToozUrlException if the store never takes these capabilities;
	 * nothing is changed then
	 */
	default void join(String group, byte[] capabilities) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Takes this member out, unless another process holds its id.
	 * @param group the id
	 * @throws MemberNotJoinedException if this member does not stand in it
	 */
	default void leave(String group) {
		throw new UnsupportedOperationException();
	}

	/**
	 * Keeps this member alive and looks at its entries, in a constant number of round
	 * trips. With no memberships it only asks whether the store answers.
	 * @param memberships the groups in which the member should stand, with its packed
	 * capabilities
	 * @return the groups in which it does not; where looking at them costs no further
	 * round trip, those in which other capabilities stand, too
	 * @throws MemberAlreadyExistsException if another living process holds the member id;
	 * nothing is changed then
	 */
	Set<String> beat(Map<String, byte[]> memberships);

}
