package io.servicegroup.membership;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;

class MemcachedSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
