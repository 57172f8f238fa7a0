package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LostLockContract;

class EtcdLockTests extends LostLockContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
