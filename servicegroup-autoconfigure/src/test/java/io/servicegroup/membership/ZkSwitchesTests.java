package io.servicegroup.membership;

import io.servicegroup.tck.servers.NovaZooKeeper;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class ZkSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaZooKeeper();
	}

}
