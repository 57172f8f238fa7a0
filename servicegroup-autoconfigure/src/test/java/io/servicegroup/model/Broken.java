package io.servicegroup.model;

/**
 * A rule does not hold. An error, lest the code under test catch it.
 */
final class Broken extends Error {

	private static final long serialVersionUID = 1L;

	private final Rule rule;

	Broken(Rule rule, String what) {
		super(rule + ": " + what);
		this.rule = rule;
	}

	Rule rule() {
		return this.rule;
	}

}
