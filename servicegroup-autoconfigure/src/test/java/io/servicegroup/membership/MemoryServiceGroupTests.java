package io.servicegroup.membership;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.StoreServer;

class MemoryServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

}
