package io.servicegroup.soak;

import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Compares heap and threads of the processes that run for the whole soak: the median of
 * the last third of the quiet moments with the median of the first third.
 */
final class Growth {

	private static final double TOLERANCE = 1.1;

	private static final long HEAP_SLACK = 2 << 20;

	private static final long THREAD_SLACK = 3;

	private final List<List<Sample>> processes;

	Growth(List<List<Sample>> processes) {
		this.processes = processes;
	}

	private static long first(List<Sample> samples, ToLongFunction<Sample> value) {
		return median(samples.subList(0, (samples.size() + 2) / 3).stream(), value);
	}

	private static long last(List<Sample> samples, ToLongFunction<Sample> value) {
		return median(samples.subList(samples.size() - (samples.size() + 2) / 3, samples.size()).stream(), value);
	}

	private static long median(Stream<Sample> samples, ToLongFunction<Sample> value) {
		long[] sorted = samples.mapToLong(value).sorted().toArray();
		return sorted[sorted.length / 2];
	}

	private boolean grows(ToLongFunction<Sample> value, long slack) {
		return this.processes.stream()
			.anyMatch((samples) -> last(samples, value) > first(samples, value) * TOLERANCE + slack);
	}

	/**
	 * Whether no process has grown by more than a tenth plus 2 MiB of heap, or a tenth
	 * plus 3 threads.
	 */
	boolean isFlat() {
		return !grows(Sample::heap, HEAP_SLACK) && !grows(Sample::threads, THREAD_SLACK);
	}

	private long largest(Stream<Long> values) {
		return values.mapToLong(Long::longValue).max().orElse(0);
	}

	String heap() {
		return String.format(Locale.ROOT, "%.1f → %.1f MiB",
				largest(this.processes.stream().map((s) -> first(s, Sample::heap))) / 1048576.0,
				largest(this.processes.stream().map((s) -> last(s, Sample::heap))) / 1048576.0);
	}

	String threads() {
		return largest(this.processes.stream().map((s) -> first(s, Sample::threads))) + " → "
				+ largest(this.processes.stream().map((s) -> last(s, Sample::threads)));
	}

}
