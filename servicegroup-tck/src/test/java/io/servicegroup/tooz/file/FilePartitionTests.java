package io.servicegroup.tooz.file;

import io.servicegroup.tck.PartitionContract;
import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FilePartitionTests extends PartitionContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
