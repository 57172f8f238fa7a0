package io.servicegroup.membership;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
