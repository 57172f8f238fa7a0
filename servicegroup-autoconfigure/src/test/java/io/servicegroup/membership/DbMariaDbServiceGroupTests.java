package io.servicegroup.membership;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;

class DbMariaDbServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
