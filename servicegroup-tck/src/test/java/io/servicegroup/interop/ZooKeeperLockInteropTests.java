package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaBreaks, BrokenLockInterop.PythonCannotBreak {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_");
	}

	/** tooz's ZooKeeper driver decodes names as ASCII. */
	@Override
	protected String unicode() {
		return "it's";
	}

	/** In kazoo, a release succeeds even if the lock's node was deleted. */
	@Override
	public boolean pythonReleasesABrokenLock() {
		return true;
	}

}
