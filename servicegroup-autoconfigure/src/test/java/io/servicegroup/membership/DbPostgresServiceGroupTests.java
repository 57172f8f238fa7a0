package io.servicegroup.membership;

import io.servicegroup.servers.PostgresServer;
import io.servicegroup.servers.StoreServer;

class DbPostgresServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
