package io.servicegroup.tooz.redis;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.PartitionContract;

class RedisPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
