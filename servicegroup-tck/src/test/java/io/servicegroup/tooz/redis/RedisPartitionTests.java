package io.servicegroup.tooz.redis;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
