package io.servicegroup.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Times several works in turns, so that a busy machine disturbs all of them alike.
 */
final class Interleaved {

	/** The time for which one work runs before the next has its turn. */
	private static final long TURN_NANOS = 60_000_000;

	/** The samples of a turn, at most: a fast work needs no more. */
	private static final int TURN_SAMPLES = 200;

	private Interleaved() {
	}

	/**
	 * Returns the medians of the works in microseconds, in their order.
	 * @param budget the time for all works together; a fifth of it warms up
	 */
	static double[] medians(Duration budget, Work... works) throws Exception {
		run(budget.dividedBy(5), works);
		return run(budget.minus(budget.dividedBy(5)), works).stream().mapToDouble(Samples::median).toArray();
	}

	private static List<List<Double>> run(Duration budget, Work... works) throws Exception {
		List<List<Double>> samples = Stream.of(works).map((work) -> (List<Double>) new ArrayList<Double>()).toList();
		long end = System.nanoTime() + budget.toNanos();
		do {
			for (int i = 0; i < works.length; i++) {
				turn(works[i], samples.get(i));
			}
		}
		while (System.nanoTime() < end);
		return samples;
	}

	private static void turn(Work work, List<Double> samples) throws Exception {
		long end = System.nanoTime() + TURN_NANOS;
		int count = 0;
		do {
			long begun = System.nanoTime();
			double own = work.run();
			samples.add((own >= 0) ? own : (System.nanoTime() - begun) / 1e3);
			count++;
		}
		while (System.nanoTime() < end && count < TURN_SAMPLES);
	}

	/**
	 * A work to time.
	 */
	interface Work {

		/** For {@link #run}: the time of the call counts. */
		double TIME_OF_CALL = -1;

		/**
		 * Does it once.
		 * @return its time in microseconds as it has measured it itself, or
		 * {@link #TIME_OF_CALL}
		 */
		double run() throws Exception;

		/** Returns a work of which the time of the call counts. */
		static Work of(Call call) {
			return () -> {
				call.run();
				return TIME_OF_CALL;
			};
		}

	}

	/**
	 * A call that may fail.
	 */
	interface Call {

		void run() throws Exception;

	}

}
