package io.servicegroup.tooz.etcd;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
