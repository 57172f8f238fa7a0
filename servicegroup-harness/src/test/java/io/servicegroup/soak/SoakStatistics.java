package io.servicegroup.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The statistics of a soak.
 */
final class SoakStatistics {

	static final String HEADER = """
			| backend | minutes | members | joins | leaves | deaths | kills | pauses | quiet moments | wrong views \
			| replay errors | false downs | heap | threads | seed |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|""";

	private static final int SHOWN = 20;

	private int joins;

	private int leaves;

	private int deaths;

	private int kills;

	private int pauses;

	private int quiets;

	private int wrongViews;

	private int replayErrors;

	private int falseDowns;

	private final List<String> violations = new ArrayList<>();

	void joined() {
		this.joins++;
	}

	void left() {
		this.leaves++;
	}

	void died() {
		this.deaths++;
	}

	void killed() {
		this.kills++;
	}

	void paused() {
		this.pauses++;
	}

	void quiet() {
		this.quiets++;
	}

	/** Compares an observer's view with the members that should be registered. */
	void compared(String what, Set<String> expected, Set<String> seen) {
		if (!seen.equals(expected)) {
			this.wrongViews++;
			violation(what + difference(expected, seen));
		}
	}

	/**
	 * Compares the members that result from an observer's events with those that should
	 * be registered.
	 */
	void replayed(String what, int errors, Set<String> expected, Set<String> seen) {
		this.replayErrors += errors;
		if (errors > 0 || !seen.equals(expected)) {
			this.replayErrors += seen.equals(expected) ? 0 : 1;
			violation(what + ": " + errors + " contradictory events," + difference(expected, seen));
		}
	}

	void falseDown(String what) {
		this.falseDowns++;
		violation(what);
	}

	private String difference(Set<String> expected, Set<String> seen) {
		Set<String> missing = new TreeSet<>(expected);
		missing.removeAll(seen);
		Set<String> phantoms = new TreeSet<>(seen);
		phantoms.removeAll(expected);
		return " at quiet moment " + (this.quiets + 1) + " lacked " + missing + " and had " + phantoms + " too many";
	}

	synchronized void violation(String what) {
		if (this.violations.size() < SHOWN) {
			this.violations.add(what);
		}
	}

	int quiets() {
		return this.quiets;
	}

	int actions() {
		return this.joins + this.leaves + this.deaths + this.kills + this.pauses;
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	String row(String backend, Plan plan, Growth growth) {
		return String.format(Locale.ROOT,
				"| %s | %.1f | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %s | %s | %d |", backend,
				plan.duration().toSeconds() / 60.0, plan.members(), this.joins, this.leaves, this.deaths, this.kills,
				this.pauses, this.quiets, this.wrongViews, this.replayErrors, this.falseDowns, growth.heap(),
				growth.threads(), plan.seed());
	}

}
