package io.servicegroup.membership;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
