package io.servicegroup.faults;

import java.util.Optional;

/**
 * A row of the fault matrix: something that is done to a group on a real store, and what
 * has to hold meanwhile and afterwards.
 */
interface Fault {

	/** As in the table and on the command line. */
	String name();

	/**
	 * Why it cannot be done to a backend, if it cannot.
	 */
	default Optional<String> whyNot(FaultBackend backend) {
		return Optional.empty();
	}

	/**
	 * Does it.
	 * @param scene the store, with observers that follow its group; members come from it
	 * @param figures takes down what was measured and what did not hold
	 */
	void strike(Scene scene, Figures figures) throws Exception;

}
