package io.servicegroup.membership;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class ZooKeeperSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
