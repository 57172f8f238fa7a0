package io.servicegroup.interop;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;

class MemcachedInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
