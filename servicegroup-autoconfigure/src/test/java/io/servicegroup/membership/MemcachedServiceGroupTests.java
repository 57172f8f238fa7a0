package io.servicegroup.membership;

import io.servicegroup.servers.MemcachedServer;
import io.servicegroup.servers.StoreServer;

class MemcachedServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
