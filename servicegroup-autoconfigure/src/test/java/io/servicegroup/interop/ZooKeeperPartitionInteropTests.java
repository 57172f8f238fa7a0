package io.servicegroup.interop;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
