package io.servicegroup.interop;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	/** tooz's ZooKeeper driver decodes ids as ASCII. */
	@Override
	protected String unicode() {
		return "it's";
	}

}
