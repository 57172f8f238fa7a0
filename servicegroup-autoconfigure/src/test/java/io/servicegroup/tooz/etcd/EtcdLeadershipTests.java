package io.servicegroup.tooz.etcd;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LeadershipContract;

class EtcdLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
