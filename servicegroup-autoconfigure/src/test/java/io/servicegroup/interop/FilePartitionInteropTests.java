package io.servicegroup.interop;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;

class FilePartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
