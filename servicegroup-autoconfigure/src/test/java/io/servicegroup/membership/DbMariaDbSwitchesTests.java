package io.servicegroup.membership;

import io.servicegroup.driver.ServiceGroupDriver;
import io.servicegroup.driver.db.DbServiceGroupDriver;
import io.servicegroup.servers.DatabasePools;
import io.servicegroup.servers.DatabaseServer;
import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.servers.StoreServer;

import org.springframework.boot.sql.init.DatabaseInitializationMode;

class DbMariaDbSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
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
