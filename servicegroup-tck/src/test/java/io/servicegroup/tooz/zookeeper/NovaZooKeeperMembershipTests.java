package io.servicegroup.tooz.zookeeper;

import java.util.Map;

import io.servicegroup.tck.MembershipContract;
import io.servicegroup.tck.servers.NovaZooKeeper;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Coordinator;
import io.servicegroup.tooz.coordination.Coordinators;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class NovaZooKeeperMembershipTests extends MembershipContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		try (ZooKeeper client = ((NovaZooKeeper) this.server).server().client()) {
			client.setData("/servicegroups/" + group + "/" + member + "/servicegroup", broken, -1);
		}
		catch (InterruptedException | KeeperException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Test
	void aThousandMembersAreReadInFewRequests() {
		this.server.addGroup(this.group, 1000);
		int port = ((NovaZooKeeper) this.server).port();
		try (ZooKeeperProxy proxy = new ZooKeeperProxy(port);
				Coordinator one = Coordinators.get("nova+zk://127.0.0.1:" + proxy.port() + "?timeout=10", "one")) {
			one.start();
			assertThat(one.getMembers(this.group)).hasSize(1000);
			proxy.resetCounts();
			assertThat(one.getMembers(this.group)).hasSize(1000);
			// The nodes of the members, and twice as many for those of the processes.
			assertThat(proxy.requests())
				.isEqualTo(Map.of(ZooKeeperProxy.GET_CHILDREN, 1, ZooKeeperProxy.MULTI_READ, 4));
		}
	}

}
