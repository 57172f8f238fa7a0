package io.servicegroup.membership;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
