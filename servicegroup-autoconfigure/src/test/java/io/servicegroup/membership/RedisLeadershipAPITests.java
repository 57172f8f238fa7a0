package io.servicegroup.membership;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
