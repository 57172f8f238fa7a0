package io.servicegroup.tooz.zookeeper;

import io.servicegroup.servers.StoreServer;
import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.tooz.LeadershipContract;

class ZooKeeperLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
