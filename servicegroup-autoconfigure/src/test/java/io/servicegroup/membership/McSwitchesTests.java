package io.servicegroup.membership;

import io.servicegroup.tck.servers.NovaMemcached;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class McSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

}
