package io.servicegroup.benchmarks;

import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs benchmarks of JMH in a JVM of their own.
 */
final class Jmh {

	private Jmh() {
	}

	/**
	 * Runs all methods of a class with iterations of a second.
	 * @param members the value of the parameter {@code members}
	 */
	static Collection<RunResult> run(Class<?> benchmarks, int members, int threads, int iterations)
			throws RunnerException {
		return new Runner(new OptionsBuilder().include("\\." + benchmarks.getSimpleName() + "\\.")
			.param("members", Integer.toString(members))
			.threads(threads)
			.forks(1)
			.warmupIterations(2)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(iterations)
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.build()).run();
	}

}
