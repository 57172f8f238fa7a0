package io.servicegroup.tooz.memcached;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.PartitionContract;

class MemcachedPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
