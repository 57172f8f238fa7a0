package io.servicegroup.interop;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedPartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
