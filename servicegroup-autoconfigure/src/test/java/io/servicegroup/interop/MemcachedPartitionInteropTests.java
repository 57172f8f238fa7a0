package io.servicegroup.interop;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;

class MemcachedPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
