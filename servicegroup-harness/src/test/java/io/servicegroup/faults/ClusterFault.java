package io.servicegroup.faults;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fault of a store that is more than one server, or too small: it needs a store of its
 * own, so the scene's is left alone.
 *
 * @param name as in the table
 * @param backend whose store it is
 * @param rounds how often it strikes in a full run
 * @param rows does it
 */
record ClusterFault(String name, FaultBackend backend, int rounds, Rounds rows) implements Fault {

	static List<Fault> all() {
		Stream<Fault> ensemble = Stream.of(EnsembleFault.values())
			.map((fault) -> new ClusterFault("ensemble of 3: " + words(fault), FaultBackend.ZOOKEEPER, 10,
					(rounds, figures) -> ensemble(fault, rounds, figures)));
		Stream<Fault> sentinel = Stream.of(RedisFailover.Fault.values())
			.map((fault) -> new ClusterFault("Sentinel: master " + words(fault), FaultBackend.REDIS, 10,
					(rounds, figures) -> sentinel(fault, rounds, figures)));
		Fault eviction = new ClusterFault("evictions (-m 2, flooded)", FaultBackend.MEMCACHED, 5,
				ClusterFault::eviction);
		return Stream.of(ensemble, sentinel, Stream.of(eviction)).flatMap((faults) -> faults).toList();
	}

	private static String words(Enum<?> fault) {
		return fault.name().toLowerCase(Locale.ROOT).replace('_', ' ');
	}

	@Override
	public Optional<String> whyNot(FaultBackend other) {
		return (other == this.backend) ? Optional.empty() : Optional.of("it is " + this.backend.title() + "'s");
	}

	@Override
	public void strike(Scene scene, Figures figures) throws Exception {
		this.rows.run(scene.rounds(this.rounds, 1), figures);
	}

	/** Nobody may be down while there is a quorum, and nobody has left even without. */
	private static void ensemble(EnsembleFault fault, int rounds, Figures figures) {
		try (EnsembleRound round = new EnsembleRound()) {
			for (int i = 0; i < rounds; i++) {
				round.cast();
				EnsembleCost cost = round.run(fault);
				figures.detected(cost.outage());
				figures.recovered(cost.recovery());
				cost.left().forEach(figures::falseDown);
				cost.missed().forEach(figures::falseDown);
				figures.check(cost.down() != fault.leavesQuorum(), "DOWN was " + cost.down());
				figures.check(cost.recovery().compareTo(Scene.RECOVERY) <= 0, "back after " + cost.recovery());
			}
		}
	}

	private static void sentinel(RedisFailover.Fault fault, int rounds, Figures figures) {
		try (RedisFailover failover = new RedisFailover()) {
			for (int i = 1; i <= rounds; i++) {
				RedisFailover.Round round = failover.strike(fault, i);
				failover.mend(fault);
				figures.detected(round.failOver());
				figures.recovered(round.recovery());
				figures.check(round.isWithinBound(), "back after " + round.recovery());
				if (fault != RedisFailover.Fault.FROZEN) {
					round.left().forEach(figures::falseDown);
				}
			}
		}
	}

	/** While it lasts somebody may be missed; afterwards everybody is back in time. */
	private static void eviction(int floods, Figures figures) throws Exception {
		MemcachedEviction eviction = new MemcachedEviction();
		eviction.run(MemcachedEviction.BURST.multipliedBy(2L * floods), "-m", "2");
		eviction.missed().forEach(figures::detected);
		eviction.backAfterFlood().forEach((time) -> {
			figures.recovered(time);
			figures.check(time.compareTo(Scene.RECOVERY) <= 0, "back after " + time);
		});
		figures.check(!eviction.missed().isEmpty(), "nothing was evicted that mattered");
	}

	/** What is done, so many times. */
	interface Rounds {

		void run(int rounds, Figures figures) throws Exception;

	}

}
