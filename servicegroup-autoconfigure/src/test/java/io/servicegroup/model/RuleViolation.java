package io.servicegroup.model;

/**
 * A rule was broken. It is an {@link Error}, so that the code under test does not catch
 * it.
 */
final class RuleViolation extends Error {

	private static final long serialVersionUID = 1L;

	private final Rule rule;

	RuleViolation(Rule rule, String what) {
		super(rule + ": " + what);
		this.rule = rule;
	}

	Rule rule() {
		return this.rule;
	}

}
