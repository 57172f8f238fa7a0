package io.servicegroup.model;

/**
 * Ends what a killed process was doing; an error, which the code under test lets through.
 */
final class KilledProcess extends Error {

	private static final long serialVersionUID = 1L;

	KilledProcess() {
		super("Killed", null, false, false);
	}

}
