package io.servicegroup.model;

/**
 * Ends the actions of a killed process. It is an {@link Error}, so that the code under
 * test does not catch it.
 */
final class KilledProcess extends Error {

	private static final long serialVersionUID = 1L;

	KilledProcess() {
		super("Killed", null, false, false);
	}

}
