package io.servicegroup.interop;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
