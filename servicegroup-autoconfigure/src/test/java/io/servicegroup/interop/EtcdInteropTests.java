package io.servicegroup.interop;

import io.servicegroup.servers.EtcdServer;
import io.servicegroup.servers.StoreServer;

class EtcdInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

}
