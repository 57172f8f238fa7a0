package io.servicegroup.membership;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MemcachedSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
