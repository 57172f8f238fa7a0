package io.servicegroup.benchmarks;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/**
 * {@code serviceIsUp} beside a {@code HashMap.get}, by JMH.
 */
final class UpRow implements Row {

	@Override
	public String name() {
		return "up";
	}

	@Override
	public void measure(Run run) {
		for (int threads : List.of(1, 16)) {
			for (int members : List.of(1000, 100_000)) {
				if (!run.isQuick() || threads * members == 1000) {
					run.attempt(members + " members, " + threads + " threads", () -> measure(run, members, threads));
				}
			}
		}
	}

	private static final String CLOCK = "Each call reads the clock, so that a view that is not read any more is stale "
			+ "when it is asked, even if no thread of the library can run.";

	private static void measure(Run run, int members, int threads) throws Exception {
		Collection<RunResult> results = Jmh.run(UpBenchmark.class, members, threads, run.choose(3, 5));
		Map<String, Double> nanos = new HashMap<>();
		double allocated = 0;
		for (RunResult result : results) {
			String method = result.getPrimaryResult().getLabel();
			nanos.put(method, result.getPrimaryResult().getScore());
			Result<?> bytes = result.getSecondaryResults().get("gc.alloc.rate.norm");
			if (method.equals("serviceIsUp") && bytes != null) {
				allocated = bytes.getScore();
			}
		}
		String work = "serviceIsUp, " + Unit.number(members) + " members, " + threads
				+ ((threads == 1) ? " thread" : " threads");
		run.add(Figure.of(work, "", nanos.get("serviceIsUp"), Unit.NANOSECONDS)
			.against("HashMap.get", nanos.get("hashMap"))
			.within(Limit.ratio(1.8))
			.noting(CLOCK));
		run.add(Figure.of(work, "", nanos.get("serviceIsUp"), Unit.NANOSECONDS)
			.against("HashMap.get and System.nanoTime", nanos.get("hashMapAndClock"))
			.within(Limit.ratio(1.8)));
		run.add(Figure.of(work + ", allocated by a call", "", Math.rint(allocated), Unit.BYTES)
			.within(Limit.atMost(0)));
	}

}
