package io.servicegroup.faults;

import java.time.Duration;

import io.servicegroup.faults.RedisFailover.Fault;
import io.servicegroup.faults.RedisFailover.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * One round of {@link RedisFailover}.
 */
class RedisFailoverTests {

	@Test
	void membersOfAKilledMasterAreBack() {
		try (RedisFailover failover = new RedisFailover()) {
			Round round = failover.strike(Fault.KILLED_UNREPLICATED, 1);
			assertThat(round.isWithinBound()).as("%s", round).isTrue();
		}
	}

	/** Before the sentinels have made a replica of it, which closes all connections. */
	@Test
	void nobodyStaysWithAMasterThatWasFrozen() {
		try (RedisFailover failover = new RedisFailover()) {
			int old = failover.cluster().master();
			Round round = failover.strike(Fault.FROZEN, 1);
			assertThat(round.isWithinBound()).as("%s", round).isTrue();
			failover.cluster().server(old).process().resume();
			await().atMost(Duration.ofSeconds(2)).until(() -> failover.cluster().server(old).clients() == 0);
			assertThat(failover.cluster().isMaster(old)).isTrue();
		}
	}

}
