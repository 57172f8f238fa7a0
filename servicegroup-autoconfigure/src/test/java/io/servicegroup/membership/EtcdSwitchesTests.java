package io.servicegroup.membership;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;

class EtcdSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
