package io.servicegroup.tooz.memcached;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.TimeoutLockContract;

class MemcachedLockTests extends TimeoutLockContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
