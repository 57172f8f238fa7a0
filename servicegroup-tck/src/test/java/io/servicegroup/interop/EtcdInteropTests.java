package io.servicegroup.interop;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class EtcdInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
