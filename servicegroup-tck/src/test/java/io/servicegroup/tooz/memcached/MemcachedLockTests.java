package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedLockTests extends TimeoutLockContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
