package io.servicegroup.interop;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
