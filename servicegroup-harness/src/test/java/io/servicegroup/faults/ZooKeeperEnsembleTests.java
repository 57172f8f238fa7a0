package io.servicegroup.faults;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A round of the faults that {@link ClusterFault} has many of.
 */
class ZooKeeperEnsembleTests {

	private static EnsembleRound round;

	@BeforeAll
	static void start() {
		round = new EnsembleRound();
	}

	@BeforeEach
	void cast() {
		round.cast();
	}

	@AfterAll
	static void close() {
		round.close();
	}

	@Test
	void nobodyIsDownWhenTheLeaderIsKilled() {
		assertNobodyWasDown(round.run(EnsembleFault.LEADER_KILLED));
	}

	@Test
	void onlyWhoKnowsNoOtherServerIsDownWhenOneFreezes() {
		String url = "zookeeper://" + round.ensemble().followers().get(0).host() + "?timeout=4";
		try (EnsembleMember cutOff = new EnsembleMember(url, "cut-off")) {
			cutOff.awaitUp();
			cutOff.expect(round.ids());
			EnsembleCost cost = round.run(EnsembleFault.FOLLOWER_FROZEN);
			assertNobodyWasDown(cost);
			assertThat(cutOff.wasDown()).isTrue();
			assertThat(cutOff.wasStale()).isTrue();
			assertThat(cutOff.left()).doesNotContainAnyElementsOf(round.ids());
			cutOff.awaitUp();
		}
	}

	private static void assertNobodyWasDown(EnsembleCost cost) {
		assertThat(cost.left()).as(cost::toString).isEmpty();
		assertThat(cost.missed()).as(cost::toString).isEmpty();
		assertThat(cost.down()).as(cost::toString).isFalse();
	}

}
