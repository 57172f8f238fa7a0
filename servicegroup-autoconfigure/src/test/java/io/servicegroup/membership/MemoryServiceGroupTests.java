package io.servicegroup.membership;

import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;

class MemoryServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

}
