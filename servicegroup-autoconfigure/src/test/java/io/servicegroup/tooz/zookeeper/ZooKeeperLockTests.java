package io.servicegroup.tooz.zookeeper;

import io.servicegroup.servers.StoreServer;
import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.tooz.LostLockContract;

class ZooKeeperLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
