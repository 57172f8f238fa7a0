package io.servicegroup.benchmarks;

/**
 * One row of the table of benchmarks: measures some work of this library, and the same
 * work of others in the same run.
 */
interface Row {

	/** Returns the words by which {@code ./bench} selects the row. */
	String name();

	/**
	 * Measures, and adds the figures to the run. Does so in {@linkplain Run#attempt
	 * parts} that may fail.
	 */
	void measure(Run run);

}
