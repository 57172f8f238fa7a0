package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
