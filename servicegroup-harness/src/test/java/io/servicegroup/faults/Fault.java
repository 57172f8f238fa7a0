package io.servicegroup.faults;

import java.util.Optional;

/**
 * A row of the fault matrix: a fault of a group on a real store, and the checks during
 * and after it.
 */
interface Fault {

	/** Returns the name in the table and on the command line. */
	String name();

	/**
	 * Whether the fault concerns the members of groups; otherwise it concerns locks in a
	 * database, and runs on the backends without groups only.
	 */
	default boolean isOfGroups() {
		return true;
	}

	/**
	 * Returns why the fault does not apply to a backend, or empty if it applies.
	 */
	default Optional<String> notApplicableReason(FaultBackend backend) {
		return Optional.empty();
	}

	/**
	 * Injects the fault and runs its checks.
	 * @param environment the store and the observers of its group; starts members
	 * @param figures records measurements and violations
	 */
	void inject(FaultEnvironment environment, Figures figures) throws Exception;

}
