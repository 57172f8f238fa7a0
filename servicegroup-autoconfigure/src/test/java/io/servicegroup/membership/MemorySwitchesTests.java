package io.servicegroup.membership;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.StoreServer;

class MemorySwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

}
