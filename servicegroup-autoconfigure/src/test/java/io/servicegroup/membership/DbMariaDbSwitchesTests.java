package io.servicegroup.membership;

import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.servers.StoreServer;

class DbMariaDbSwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
