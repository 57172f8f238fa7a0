package io.servicegroup.tooz.file;

import io.servicegroup.servers.SharedDirectory;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.PartitionContract;

class FilePartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
