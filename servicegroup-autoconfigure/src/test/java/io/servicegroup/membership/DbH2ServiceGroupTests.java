package io.servicegroup.membership;

import java.util.List;

import io.servicegroup.driver.db.H2Server;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class DbH2ServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new H2Server();
	}

	@Override
	protected List<String> absurdTimes() {
		return List.of("TIMESTAMP '1000000-01-01 00:00:00'", "TIMESTAMP '0001-01-01 00:00:00'");
	}

}
