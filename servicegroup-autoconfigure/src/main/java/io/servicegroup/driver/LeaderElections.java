package io.servicegroup.driver;

import java.util.Optional;

import io.servicegroup.GroupLeader;
import org.jspecify.annotations.Nullable;

/**
 * How a driver elects the leaders of groups. A leadership is kept by
 * {@link ServiceGroupDriver#heartbeat()}.
 */
public interface LeaderElections {

	/**
	 * Makes this member a candidate: the next {@link #run()} tries. Makes no call.
	 * @param group the group's id
	 * @param outcome told from now on, in the place of another
	 */
	void stand(String group, Outcome outcome);

	/**
	 * Ends the candidacy, and gives the leadership up; the outcome is told before another
	 * can be elected. Does nothing where another outcome has taken this one's place.
	 * @param group the group's id
	 * @param outcome the one that stands
	 * @throws io.servicegroup.ServiceGroupUnavailableException if the store cannot be
	 * told; the leadership is given up all the same
	 */
	void withdraw(String group, Outcome outcome);

	/**
	 * Tries once, without waiting, to be elected in each group where this member is a
	 * candidate; creates groups that do not exist.
	 */
	void run();

	/**
	 * Tells, from memory, whether this member leads for certain.
	 * @param group the group's id
	 * @return whether it does
	 */
	boolean isLeader(String group);

	/**
	 * Reads the leader.
	 * @param group the group's id
	 * @return the leader, if one is elected
	 */
	Optional<GroupLeader> leader(String group);

	/**
	 * Is told how elections end. Called on any thread; must not block.
	 */
	interface Outcome {

		/**
		 * This member was elected.
		 * @param fencingToken the leadership's number, or {@code null} if there is none
		 */
		void elected(@Nullable Long fencingToken);

		/**
		 * This member leads no longer.
		 */
		void revoked();

	}

}
