package io.servicegroup.membership;

import io.servicegroup.driver.db.H2Server;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class DbH2SwitchesTests extends DbSwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new H2Server();
	}

}
