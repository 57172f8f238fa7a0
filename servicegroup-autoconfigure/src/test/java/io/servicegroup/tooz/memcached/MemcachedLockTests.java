package io.servicegroup.tooz.memcached;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LostLockContract;

class MemcachedLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
