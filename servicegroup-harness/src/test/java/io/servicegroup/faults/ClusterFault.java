package io.servicegroup.faults;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A fault that needs a special store: several servers, or one with little memory. It
 * starts its own store and does not use the environment's.
 *
 * @param name the row's name in the table
 * @param backend the backend that the fault applies to
 * @param rounds the number of rounds in a full run
 * @param rows runs the rounds
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
	public Optional<String> notApplicableReason(FaultBackend other) {
		return (other == this.backend) ? Optional.empty() : Optional.of("applies to " + this.backend.title() + " only");
	}

	@Override
	public void inject(FaultEnvironment environment, Figures figures) throws Exception {
		this.rows.run(environment.rounds(this.rounds, 1), figures);
	}

	/**
	 * Checks that no member is DOWN while there is a quorum, and that none is reported as
	 * having left even without a quorum.
	 */
	private static void ensemble(EnsembleFault fault, int rounds, Figures figures) {
		try (EnsembleRound round = new EnsembleRound()) {
			for (int i = 0; i < rounds; i++) {
				round.restartMembers();
				EnsembleResult result = round.run(fault);
				figures.detected(result.outage());
				figures.recovered(result.recovery());
				result.left().forEach(figures::falseDown);
				result.missed().forEach(figures::falseDown);
				figures.check(result.down() != fault.leavesQuorum(), "DOWN was reported: " + result.down());
				figures.check(result.recovery().compareTo(FaultEnvironment.RECOVERY) <= 0,
						"recovered only after " + result.recovery());
			}
		}
	}

	private static void sentinel(RedisFailover.Fault fault, int rounds, Figures figures) {
		try (RedisFailover failover = new RedisFailover()) {
			for (int i = 1; i <= rounds; i++) {
				RedisFailover.Round round = failover.inject(fault, i);
				failover.repair(fault);
				figures.detected(round.failOver());
				figures.recovered(round.recovery());
				figures.check(round.isWithinBound(), "recovered only after " + round.recovery());
				if (fault != RedisFailover.Fault.FROZEN) {
					round.left().forEach(figures::falseDown);
				}
			}
		}
	}

	/** Members may be missing during a flood; after it, all are listed again in time. */
	private static void eviction(int floods, Figures figures) throws Exception {
		MemcachedEviction eviction = new MemcachedEviction();
		eviction.run(MemcachedEviction.BURST.multipliedBy(2L * floods), "-m", "2");
		eviction.missed().forEach(figures::detected);
		eviction.backAfterFlood().forEach((time) -> {
			figures.recovered(time);
			figures.check(time.compareTo(FaultEnvironment.RECOVERY) <= 0, "recovered only after " + time);
		});
		figures.check(!eviction.missed().isEmpty(), "no member was evicted, so the flood was too small");
	}

	/** Runs a number of rounds. */
	interface Rounds {

		void run(int rounds, Figures figures) throws Exception;

	}

}
