package io.servicegroup.membership;

import io.servicegroup.servers.PostgresServer;
import io.servicegroup.servers.StoreServer;

class DbPostgresSwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
