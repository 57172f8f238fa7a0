package io.servicegroup.membership;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;

class MemcachedLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
