package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.TimeoutLockContract;

class EtcdLockTests extends TimeoutLockContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
