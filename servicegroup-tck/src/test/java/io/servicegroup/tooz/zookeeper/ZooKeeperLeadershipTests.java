package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
