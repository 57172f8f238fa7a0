package io.servicegroup.tooz.database;

import io.servicegroup.servers.PostgresServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LostLockContract;

class PostgresLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
