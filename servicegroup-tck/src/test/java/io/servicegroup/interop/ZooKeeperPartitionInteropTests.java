package io.servicegroup.interop;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class ZooKeeperPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
