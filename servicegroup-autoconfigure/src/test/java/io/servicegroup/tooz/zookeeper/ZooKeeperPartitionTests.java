package io.servicegroup.tooz.zookeeper;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.PartitionContract;

class ZooKeeperPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
