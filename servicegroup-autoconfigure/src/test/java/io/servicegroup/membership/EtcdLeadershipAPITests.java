package io.servicegroup.membership;

import java.util.Map;
import java.util.Optional;

import io.servicegroup.GroupLeader;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class EtcdLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
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
		((EtcdServer) this.server).probe().call("maintenance/alarm", Map.of("action", action, "alarm", "NOSPACE"));
	}

}
