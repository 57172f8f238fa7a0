package io.servicegroup.faults;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A round of the faults that {@link ZooKeeperEnsembleFaults} has many of.
 */
class ZooKeeperEnsembleTests {

	private static EnsembleRound round;

	@BeforeAll
	static void start() {
		round = new EnsembleRound();
	}

	@AfterAll
	static void close() {
		round.close();
	}

	@ParameterizedTest
	@EnumSource(names = { "LEADER_KILLED", "FOLLOWER_FROZEN" })
	void nobodyIsDownWhileThereIsAQuorum(EnsembleFault fault) {
		EnsembleCost cost = round.run(fault);
		assertThat(cost.left()).as(cost::toString).isEmpty();
		assertThat(cost.missed()).as(cost::toString).isEmpty();
		assertThat(cost.down()).as(cost::toString).isFalse();
	}

}
