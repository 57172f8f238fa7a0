package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaBreaks, BrokenLockInterop.PythonBreaks {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of();
	}

}
