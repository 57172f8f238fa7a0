package io.servicegroup.tooz.database;

import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;

class MySqlLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
