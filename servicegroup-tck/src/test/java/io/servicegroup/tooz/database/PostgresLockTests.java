package io.servicegroup.tooz.database;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

class PostgresLockTests extends LostLockContract
		implements LockFeatures.Fencing, LockFeatures.NoBreaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

}
