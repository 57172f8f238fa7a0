package io.servicegroup.tooz.zookeeper;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.LostLockContract;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperLockTests extends LostLockContract
		implements LockFeatures.FencingWithoutData, LockFeatures.Breaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

}
