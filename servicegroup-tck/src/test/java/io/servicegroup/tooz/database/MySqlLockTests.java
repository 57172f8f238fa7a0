package io.servicegroup.tooz.database;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MySqlLockTests extends LostLockContract
		implements LockFeatures.Fencing, LockFeatures.NoBreaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

}
