package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.LockFeatures;
import io.servicegroup.tck.TimeoutLockContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedLockTests extends TimeoutLockContract
		implements LockFeatures.NoFencing, LockFeatures.Breaking, LockFeatures.NoSharing {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
