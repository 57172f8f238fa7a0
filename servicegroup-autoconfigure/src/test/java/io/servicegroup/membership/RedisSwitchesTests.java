package io.servicegroup.membership;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
