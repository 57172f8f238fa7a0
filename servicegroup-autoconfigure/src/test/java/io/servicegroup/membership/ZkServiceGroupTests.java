package io.servicegroup.membership;

import io.servicegroup.servers.NovaZooKeeper;
import io.servicegroup.servers.StoreServer;

class ZkServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

}
