package io.servicegroup.benchmarks;

import java.util.Locale;

/**
 * The unit of a figure.
 */
enum Unit {

	NANOSECONDS("ns"), MICROSECONDS("µs"), MILLISECONDS("ms"), SECONDS("s"), BYTES("B"), BYTES_PER_SECOND("B/s"),
	ROUND_TRIPS("round trips"), ROUND_TRIPS_PER_SECOND("round trips/s"), PERCENT_OF_A_CORE("% of a core"),
	EVENTS("events"), MEBIBYTES("MiB"), COUNT("");

	private final String symbol;

	Unit(String symbol) {
		this.symbol = symbol;
	}

	String symbol() {
		return this.symbol;
	}

	/** Returns a value with the unit. Large byte counts are shown in kB or MB. */
	String text(double value) {
		if (this == BYTES || this == BYTES_PER_SECOND) {
			String prefix = (value >= 1e6) ? "M" : (value >= 1e3) ? "k" : "";
			double shown = (value >= 1e6) ? value / 1e6 : (value >= 1e3) ? value / 1e3 : value;
			return number(shown) + " " + prefix + this.symbol;
		}
		return (number(value) + " " + this.symbol).strip();
	}

	/** Returns a number with about three significant digits. */
	static String number(double value) {
		double size = Math.abs(value);
		if (size == Math.rint(size) || size >= 100) {
			return String.format(Locale.ROOT, "%,.0f", value);
		}
		return String.format(Locale.ROOT, (size >= 10) ? "%.1f" : (size >= 0.995) ? "%.2f" : "%.3f", value);
	}

}
