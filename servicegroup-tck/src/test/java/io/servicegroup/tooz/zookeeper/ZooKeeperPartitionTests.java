package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
