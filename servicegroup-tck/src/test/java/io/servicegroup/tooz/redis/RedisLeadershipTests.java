package io.servicegroup.tooz.redis;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
