package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaBreaks, BrokenLockInterop.PythonBreaks {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of();
	}

}
