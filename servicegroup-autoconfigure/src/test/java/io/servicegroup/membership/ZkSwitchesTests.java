package io.servicegroup.membership;

import io.servicegroup.tck.servers.NovaZooKeeper;
import io.servicegroup.tck.servers.StoreServer;

class ZkSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

}
