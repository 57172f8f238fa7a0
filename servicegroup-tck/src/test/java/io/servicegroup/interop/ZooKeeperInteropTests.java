package io.servicegroup.interop;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

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
