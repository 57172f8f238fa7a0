package io.servicegroup.interop;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
