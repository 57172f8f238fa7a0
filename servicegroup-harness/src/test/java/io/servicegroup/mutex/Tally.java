package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What is counted under fire. Guarded by its ledger while that is in use.
 */
final class Tally {

	static final String HEADER = """
			| backend | acquisitions | kills | pauses | believed overlaps | stale refused | late accepted | longest wait | violations |
			|---|---|---|---|---|---|---|---|---|""";

	private int acquisitions;

	private int kills;

	private int pauses;

	private int overlaps;

	private int refused;

	private int late;

	private Duration longestWait = Duration.ZERO;

	private final List<String> violations = new ArrayList<>();

	void acquired(Duration wait) {
		this.acquisitions++;
		this.longestWait = (wait.compareTo(this.longestWait) > 0) ? wait : this.longestWait;
	}

	void killed() {
		this.kills++;
	}

	void paused() {
		this.pauses++;
	}

	/**
	 * One entered while another, which may have lost the lock without knowing, was
	 * inside.
	 */
	void overlap() {
		this.overlaps++;
	}

	/** One with an old token was turned away. */
	void refused() {
		this.refused++;
	}

	/** A write was accepted after one of a newer holder. */
	void late() {
		this.late++;
	}

	void violation(String what) {
		this.violations.add(what);
	}

	int acquisitions() {
		return this.acquisitions;
	}

	int kills() {
		return this.kills;
	}

	int pauses() {
		return this.pauses;
	}

	int overlaps() {
		return this.overlaps;
	}

	int stale() {
		return this.refused;
	}

	int lateWrites() {
		return this.late;
	}

	Duration longestWait() {
		return this.longestWait;
	}

	List<String> violations() {
		return this.violations;
	}

	String row(String backend) {
		return String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %d | %.1f s | %d |", backend,
				this.acquisitions, this.kills, this.pauses, this.overlaps, this.refused, this.late,
				this.longestWait.toMillis() / 1000.0, this.violations.size());
	}

}
