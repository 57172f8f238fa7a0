package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisLockInteropTests extends LockInteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of();
	}

}
