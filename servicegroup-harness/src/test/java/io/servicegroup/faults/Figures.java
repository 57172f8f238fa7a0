package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * Collects the measurements and violations of a fault on one backend. Thread-safe.
 */
final class Figures {

	private final Times detection = new Times();

	private final Times recovery = new Times();

	private final List<String> violations = new ArrayList<>();

	private int falseDowns;

	private int missedEvents;

	/** Records how long an observer took to notice the fault. */
	synchronized void detected(Duration time) {
		this.detection.add(time);
	}

	/** Records how long the recovery took, from when it was possible. */
	synchronized void recovered(Duration time) {
		this.recovery.add(time);
	}

	/** Records that a live member was reported as having left. */
	synchronized void falseDown(String who) {
		this.falseDowns++;
		this.violations.add("false down: " + who);
	}

	/** Records that an event was missed or delivered twice. */
	synchronized void missedEvent(String what) {
		this.missedEvents++;
		this.violations.add(what);
	}

	synchronized void violation(String what) {
		this.violations.add(what);
	}

	void check(boolean holds, String violation) {
		if (!holds) {
			violation(violation);
		}
	}

	synchronized List<String> violations() {
		return List.copyOf(this.violations);
	}

	synchronized Times detection() {
		return this.detection;
	}

	synchronized Times recovery() {
		return this.recovery;
	}

	synchronized int falseDowns() {
		return this.falseDowns;
	}

	synchronized int missedEvents() {
		return this.missedEvents;
	}

	/** Returns the text for a cell of the report's table. */
	synchronized String cell() {
		StringJoiner cell = new StringJoiner("<br>");
		if (this.detection.size() > 0) {
			cell.add("seen " + this.detection);
		}
		if (this.recovery.size() > 0) {
			cell.add("back " + this.recovery);
		}
		if (!this.violations.isEmpty()) {
			cell.add("**" + this.violations.size() + " violations**");
		}
		return (cell.length() > 0) ? cell.toString() : "holds";
	}

	@Override
	public synchronized String toString() {
		return "detection " + this.detection + " s, recovery " + this.recovery + " s, false downs " + this.falseDowns
				+ ", missed events " + this.missedEvents
				+ (this.violations.isEmpty() ? "" : "\n  " + String.join("\n  ", this.violations));
	}

}
