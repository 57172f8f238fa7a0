package io.servicegroup.membership;

import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.servers.StoreServer;

class DbMariaDbServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
