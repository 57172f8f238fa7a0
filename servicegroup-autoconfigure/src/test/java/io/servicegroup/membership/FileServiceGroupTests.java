package io.servicegroup.membership;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;

class FileServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
