package io.servicegroup.membership;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
