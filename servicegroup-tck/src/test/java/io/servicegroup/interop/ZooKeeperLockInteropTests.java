package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperLockInteropTests extends LockInteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_");
	}

	/** tooz decodes names as ASCII there. */
	@Override
	protected String unicode() {
		return "it's";
	}

	/** kazoo does not mind that its node is gone. */
	@Override
	protected boolean pythonReleasesABrokenLock() {
		return true;
	}

}
