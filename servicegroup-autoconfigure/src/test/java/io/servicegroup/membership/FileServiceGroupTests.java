package io.servicegroup.membership;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileServiceGroupTests extends ServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
