package io.servicegroup.membership;

import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.StoreServer;

class McSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

}
