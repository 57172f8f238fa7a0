package io.servicegroup.membership;

import io.servicegroup.servers.NovaMemcached;
import io.servicegroup.servers.StoreServer;

class McServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

}
