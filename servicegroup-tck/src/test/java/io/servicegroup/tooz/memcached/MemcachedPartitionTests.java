package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedPartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
