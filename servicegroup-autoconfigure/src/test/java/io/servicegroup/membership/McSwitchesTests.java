package io.servicegroup.membership;

import io.servicegroup.servers.NovaMemcached;
import io.servicegroup.servers.StoreServer;

class McSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

}
