package io.servicegroup.membership;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
