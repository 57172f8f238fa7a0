package io.servicegroup.membership;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;

class FileSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
