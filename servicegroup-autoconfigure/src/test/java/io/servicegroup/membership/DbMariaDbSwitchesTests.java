package io.servicegroup.membership;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;

class DbMariaDbSwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
