package io.servicegroup.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/**
 * Rounds of each fault on an ensemble of three: {@code [rounds] [fault…]}. Ends with 1 if
 * anybody was wrongly down or told to have left.
 */
public final class ZooKeeperEnsembleFaults {

	private ZooKeeperEnsembleFaults() {
	}

	public static void main(String... arguments) {
		int rounds = (arguments.length > 0) ? Integer.parseInt(arguments[0]) : 10;
		List<EnsembleFault> faults = (arguments.length > 1)
				? Arrays.stream(arguments).skip(1).map(EnsembleFault::valueOf).toList()
				: List.of(EnsembleFault.values());
		boolean good = true;
		try (EnsembleRound round = new EnsembleRound()) {
			for (EnsembleFault fault : faults) {
				List<EnsembleCost> costs = new ArrayList<>();
				for (int i = 0; i < rounds; i++) {
					round.cast();
					EnsembleCost cost = round.run(fault);
					System.out.println(cost);
					costs.add(cost);
					good &= cost.left().isEmpty() && cost.missed().isEmpty() && cost.down() != fault.leavesQuorum();
				}
				System.out.println(summary(fault, costs));
			}
		}
		System.exit(good ? 0 : 1);
	}

	private static String summary(EnsembleFault fault, List<EnsembleCost> costs) {
		return "| %s | %d | %s | %s | %d | %d |".formatted(fault, costs.size(), range(costs, EnsembleCost::outage),
				range(costs, EnsembleCost::recovery),
				costs.stream().filter((cost) -> cost.down() && fault.leavesQuorum()).count(),
				costs.stream().filter((cost) -> !cost.left().isEmpty() || !cost.missed().isEmpty()).count());
	}

	/** Minimum, median and maximum, in seconds. */
	private static String range(List<EnsembleCost> costs, Function<EnsembleCost, Duration> time) {
		List<Duration> times = costs.stream().map(time).sorted(Comparator.naturalOrder()).toList();
		return "%.1f / %.1f / %.1f s".formatted(seconds(times.get(0)), seconds(times.get(times.size() / 2)),
				seconds(times.get(times.size() - 1)));
	}

	private static double seconds(Duration time) {
		return time.toMillis() / 1000.0;
	}

}
