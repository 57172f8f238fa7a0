package io.servicegroup.membership;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;

class FileSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
