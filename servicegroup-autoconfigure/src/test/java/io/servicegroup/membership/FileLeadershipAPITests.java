package io.servicegroup.membership;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;

class FileLeadershipAPITests extends LeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
