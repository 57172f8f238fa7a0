package io.servicegroup.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is counted in a soak.
 */
final class Tally {

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

	/** Compares an observer's view with what is. */
	void compared(String what, Set<String> truth, Set<String> seen) {
		if (!seen.equals(truth)) {
			this.wrongViews++;
			violation(what + difference(truth, seen));
		}
	}

	/** Compares what an observer's events make with what is. */
	void replayed(String what, int errors, Set<String> truth, Set<String> seen) {
		this.replayErrors += errors;
		if (errors > 0 || !seen.equals(truth)) {
			this.replayErrors += seen.equals(truth) ? 0 : 1;
			violation(what + ": " + errors + " events were none," + difference(truth, seen));
		}
	}

	void falseDown(String what) {
		this.falseDowns++;
		violation(what);
	}

	private String difference(Set<String> truth, Set<String> seen) {
		Set<String> missing = new TreeSet<>(truth);
		missing.removeAll(seen);
		Set<String> phantoms = new TreeSet<>(seen);
		phantoms.removeAll(truth);
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

	int strikes() {
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
