package io.servicegroup.membership;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;

class EtcdLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
