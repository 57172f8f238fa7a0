package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Collects measured times for a cell of the table.
 */
final class Times {

	private final List<Duration> times = new ArrayList<>();

	void add(Duration time) {
		this.times.add(time);
		Collections.sort(this.times);
	}

	int size() {
		return this.times.size();
	}

	/**
	 * Returns minimum, median and maximum in seconds, or a dash if nothing was measured.
	 */
	@Override
	public String toString() {
		if (this.times.isEmpty()) {
			return "–";
		}
		return seconds(this.times.get(0)) + " / " + seconds(this.times.get(this.times.size() / 2)) + " / "
				+ seconds(this.times.get(this.times.size() - 1));
	}

	static String seconds(Duration time) {
		return String.format(Locale.ROOT, "%.2f", time.toMillis() / 1000.0);
	}

}
