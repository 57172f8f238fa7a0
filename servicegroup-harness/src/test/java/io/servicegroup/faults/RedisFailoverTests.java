package io.servicegroup.faults;

import java.time.Duration;

import io.servicegroup.faults.RedisFailover.Fault;
import io.servicegroup.faults.RedisFailover.Round;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Runs one round each of two faults of {@link RedisFailover}.
 */
class RedisFailoverTests {

	@Test
	void membersAreBackAfterTheMasterIsKilled() {
		try (RedisFailover failover = new RedisFailover()) {
			Round round = failover.inject(Fault.KILLED_UNREPLICATED, 1);
			assertThat(round.isWithinBound()).as("%s", round).isTrue();
		}
	}

	/**
	 * Clients leave the former master before the sentinels turn it into a replica, which
	 * would close all connections.
	 */
	@Test
	void noClientStaysConnectedToAMasterThatWasFrozen() {
		try (RedisFailover failover = new RedisFailover()) {
			int old = failover.cluster().master();
			Round round = failover.inject(Fault.FROZEN, 1);
			assertThat(round.isWithinBound()).as("%s", round).isTrue();
			failover.cluster().server(old).process().resume();
			await().atMost(Duration.ofSeconds(2)).until(() -> failover.cluster().server(old).clients() == 0);
			assertThat(failover.cluster().isMaster(old)).isTrue();
		}
	}

}
