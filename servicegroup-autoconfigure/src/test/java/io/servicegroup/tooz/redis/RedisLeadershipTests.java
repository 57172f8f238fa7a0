package io.servicegroup.tooz.redis;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LeadershipContract;

class RedisLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
