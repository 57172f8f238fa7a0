package io.servicegroup.benchmarks;

import org.openjdk.jmh.results.RunResult;

/**
 * The hash ring of this library, by JMH.
 */
final class RingRow implements Row {

	@Override
	public String name() {
		return "ring";
	}

	@Override
	public void measure(Run run) {
		if (!run.isQuick()) {
			run.attempt("", () -> measureAll(run));
		}
	}

	private void measureAll(Run run) throws Exception {
		for (RunResult result : Jmh.run(HashRingBenchmark.class, 1000, 1, 5)) {
			run.add(Figure.of("hash ring of 1,000 members: " + result.getPrimaryResult().getLabel(), "",
					result.getPrimaryResult().getScore(), Unit.MILLISECONDS));
		}
	}

}
