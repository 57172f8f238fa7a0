package io.servicegroup.tooz.database;

import io.servicegroup.servers.MariaDbServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LostLockContract;

class MySqlLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
