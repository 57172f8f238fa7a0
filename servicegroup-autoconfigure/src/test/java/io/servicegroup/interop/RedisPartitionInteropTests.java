package io.servicegroup.interop;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
