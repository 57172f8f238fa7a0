package io.servicegroup.membership;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

}
