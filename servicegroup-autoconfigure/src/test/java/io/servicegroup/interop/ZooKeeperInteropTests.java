package io.servicegroup.interop;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	/** tooz decodes ids as ASCII there. */
	@Override
	protected String unicode() {
		return "it's";
	}

}
