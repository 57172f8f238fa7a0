package io.servicegroup.membership;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.tck.servers.EtcdProbe;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Tag("long")
class EtcdLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	private EtcdProbe probe() {
		return ((EtcdServer) this.server).probe();
	}

	/** Without a report, the next round of the elector would find it after 330 ms. */
	@Test
	void theEndOfTheLeadersLeaseIsNoticedAtOnce() {
		long[] took = new long[7];
		for (int i = 0; i < took.length; i++) {
			long lease = probe().grant(60);
			probe().put("/tooz/leaders/" + this.group, "dead".getBytes(StandardCharsets.UTF_8), lease);
			LiveServiceGroupAPI candidate = api("candidate" + i);
			int watches = probe().watchers();
			candidate.joinElection(this.group);
			within(bound()).until(() -> probe().watchers() > watches
					&& candidate.getLeader(this.group).equals(Optional.of(new GroupLeader("dead", false))));
			long begun = System.nanoTime();
			probe().revoke(lease);
			await().pollInterval(Duration.ofMillis(1)).atMost(bound()).until(() -> candidate.isLeader(this.group));
			took[i] = System.nanoTime() - begun;
			candidate.close();
			within(bound()).until(() -> probe().watchers() <= watches);
		}
		Arrays.sort(took);
		assertThat(Duration.ofNanos(took[took.length / 2])).isLessThan(Duration.ofMillis(150));
	}

	@Test
	void aDeadLeaderIsNotReportedWhileEtcdIsFull() {
		Coordinator dead = coordinator("dead");
		dead.watchElectedAsLeader(this.group, (event) -> {
		});
		dead.runElectCoordinator();
		LiveServiceGroupAPI b = api("b");
		b.joinElection(this.group);
		within(bound()).until(() -> b.getLeader(this.group).equals(Optional.of(new GroupLeader("dead", false))));
		alarm("ACTIVATE");
		try {
			within(bound().plusSeconds(2)).until(() -> b.getLeader(this.group).isEmpty());
		}
		finally {
			alarm("DEACTIVATE");
		}
		within(bound()).until(() -> b.isLeader(this.group));
	}

	/** With this alarm, etcd refuses to store anything, as when its quota is used up. */
	private void alarm(String action) {
		probe().call("maintenance/alarm", Map.of("action", action, "alarm", "NOSPACE"));
	}

}
