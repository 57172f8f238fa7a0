package io.servicegroup.membership;

import io.servicegroup.servers.H2Server;
import io.servicegroup.servers.StoreServer;

class DbH2SwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new H2Server();
	}

}
