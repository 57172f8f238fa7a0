package io.servicegroup.interop;

import io.servicegroup.servers.RedisServer;
import io.servicegroup.servers.StoreServer;

class RedisInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	/**
	 * tooz's Redis driver writes the capabilities first and then finds the field taken.
	 */
	@Override
	protected Object capabilitiesAfterRefusedPython(Object holders, Object refused) {
		return refused;
	}

}
