package io.servicegroup.membership;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
