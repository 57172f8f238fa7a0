package io.servicegroup.membership;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.StoreServer;

class MemoryLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

}
