package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class ZooKeeperPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
