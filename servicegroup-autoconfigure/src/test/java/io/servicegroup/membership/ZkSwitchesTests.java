package io.servicegroup.membership;

import io.servicegroup.servers.NovaZooKeeper;
import io.servicegroup.servers.StoreServer;

class ZkSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

}
