package io.servicegroup.membership;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;

class EtcdServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
