package io.servicegroup.membership;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class DbMariaDbSwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
