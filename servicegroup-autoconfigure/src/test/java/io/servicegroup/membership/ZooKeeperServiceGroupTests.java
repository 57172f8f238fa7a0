package io.servicegroup.membership;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
