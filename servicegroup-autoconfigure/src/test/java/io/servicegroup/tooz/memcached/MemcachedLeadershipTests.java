package io.servicegroup.tooz.memcached;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LeadershipContract;

class MemcachedLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
