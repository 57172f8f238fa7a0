package io.servicegroup.membership;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;

class FileLeadershipAPITests extends LeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
