package io.servicegroup.faults;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs one round of two faults that {@link ClusterFault} repeats.
 */
class ZooKeeperEnsembleTests {

	private static EnsembleRound round;

	@BeforeAll
	static void start() {
		round = new EnsembleRound();
	}

	@BeforeEach
	void restartMembers() {
		round.restartMembers();
	}

	@AfterAll
	static void close() {
		round.close();
	}

	@Test
	void noMemberIsDownWhenTheLeaderIsKilled() {
		assertNoMemberWasDown(round.run(EnsembleFault.LEADER_KILLED));
	}

	@Test
	void onlyAMemberWithoutAnotherServerIsDownWhenItsServerFreezes() {
		String url = "zookeeper://" + round.ensemble().followers().get(0).host() + "?timeout=4";
		try (EnsembleMember cutOff = new EnsembleMember(url, "cut-off")) {
			cutOff.awaitUp();
			cutOff.expect(round.ids());
			EnsembleResult result = round.run(EnsembleFault.FOLLOWER_FROZEN);
			assertNoMemberWasDown(result);
			assertThat(cutOff.wasDown()).isTrue();
			assertThat(cutOff.wasStale()).isTrue();
			assertThat(cutOff.left()).doesNotContainAnyElementsOf(round.ids());
			cutOff.awaitUp();
		}
	}

	private static void assertNoMemberWasDown(EnsembleResult result) {
		assertThat(result.left()).as(result::toString).isEmpty();
		assertThat(result.missed()).as(result::toString).isEmpty();
		assertThat(result.down()).as(result::toString).isFalse();
	}

}
