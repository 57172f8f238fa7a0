package io.servicegroup.benchmarks;

import java.util.Arrays;
import java.util.Collection;

/**
 * Medians and percentiles.
 */
final class Samples {

	private Samples() {
	}

	static double median(Collection<? extends Number> samples) {
		return percentile(samples, 50);
	}

	/** Returns the nearest-rank percentile. */
	static double percentile(Collection<? extends Number> samples, double percent) {
		if (samples.isEmpty()) {
			throw new IllegalArgumentException("No samples");
		}
		double[] sorted = samples.stream().mapToDouble(Number::doubleValue).toArray();
		Arrays.sort(sorted);
		int rank = (int) Math.ceil(percent / 100 * sorted.length);
		return sorted[Math.max(1, rank) - 1];
	}

	static double max(Collection<? extends Number> samples) {
		return percentile(samples, 100);
	}

}
