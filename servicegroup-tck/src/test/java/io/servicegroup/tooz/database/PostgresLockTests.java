package io.servicegroup.tooz.database;

import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

class PostgresLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
