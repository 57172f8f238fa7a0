package io.servicegroup.interop;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FilePartitionInteropTests extends PartitionInteropContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
