package io.servicegroup.membership;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
