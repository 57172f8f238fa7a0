package io.servicegroup.interop;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

}
