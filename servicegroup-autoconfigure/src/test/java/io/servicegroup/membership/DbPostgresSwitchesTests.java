package io.servicegroup.membership;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

class DbPostgresSwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
