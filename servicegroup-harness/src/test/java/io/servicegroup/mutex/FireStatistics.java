package io.servicegroup.mutex;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The statistics of a run. Guarded by its {@link MutexChecker} during the run.
 */
final class FireStatistics {

	static final String HEADER = """
			| backend | acquisitions | kills | pauses | ended sessions | network faults | refused writes | exhausted threads | believed overlaps | stale writes refused | late writes accepted | longest wait | violations |
			|---|---|---|---|---|---|---|---|---|---|---|---|---|""";

	private int acquisitions;

	private int kills;

	private int pauses;

	private int endedSessions;

	private int networkFaults;

	private int refusedWrites;

	private int exhaustedThreads;

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

	/** The store has ended the session of a holder. */
	void sessionEnded() {
		this.endedSessions++;
	}

	/** The network of a worker is faulty. */
	void networkFaulty() {
		this.networkFaults++;
	}

	/** The store has begun to refuse writes. */
	void writesRefused() {
		this.refusedWrites++;
	}

	/** No threads can be started in the JVM of a worker. */
	void threadsExhausted() {
		this.exhaustedThreads++;
	}

	/**
	 * A worker entered while another one believed to hold the lock.
	 */
	void overlap() {
		this.overlaps++;
	}

	/** A worker with an old token was refused. */
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
		return String.format(Locale.ROOT, "| %s | %d | %d | %d | %d | %d | %d | %d | %d | %d | %d | %.1f s | %d |",
				backend, this.acquisitions, this.kills, this.pauses, this.endedSessions, this.networkFaults,
				this.refusedWrites, this.exhaustedThreads, this.overlaps, this.refused, this.late,
				this.longestWait.toMillis() / 1000.0, this.violations.size());
	}

}
