package io.servicegroup.tooz.redis;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LostLockContract;

class RedisLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
