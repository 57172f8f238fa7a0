package io.servicegroup.membership;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DbServiceGroupDriver;
import io.servicegroup.servers.DatabasePools;
import io.servicegroup.servers.DatabaseServer;
import io.servicegroup.servers.H2Server;
import io.servicegroup.servers.StoreServer;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

class DbH2SwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new H2Server();
	}

	@Override
	protected ServiceGroupDriver driver(String member) {
		return new DbServiceGroupDriver(opened(DatabasePools.of((DatabaseServer) this.server)), TIMEOUT,
				DatabaseInitializationMode.ALWAYS, member, "localhost");
	}

	@Override
	protected void warmUp() {
		joinOnce(() -> driver("first"));
	}

}
