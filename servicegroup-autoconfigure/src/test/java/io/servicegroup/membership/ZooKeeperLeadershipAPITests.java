package io.servicegroup.membership;

import java.util.List;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.ZooDefs;
import org.apache.zookeeper.ZooKeeper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ZooKeeperLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Test
	void aDeniedNodeDoesNotAffectOtherGroups() {
		assertNoOtherGroupIsAffected((broken) -> {
			try (ZooKeeper operator = ((ZooKeeperServer) this.server).client()) {
				for (String path : List.of("/tooz/" + broken, "/tooz/" + broken + "/leader")) {
					operator.create(path, new byte[0], ZooDefs.Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
				}
			}
			catch (InterruptedException | KeeperException ex) {
				throw new IllegalStateException(ex);
			}
		});
	}

}
