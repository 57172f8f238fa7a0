package io.servicegroup.tooz.memory;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.TimeoutMembershipContract;

class MemoryMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected void breakCapabilities(String group, String member) {
		MemoryProbe.put(this.server, group, member, new byte[] { (byte) 0x81, (byte) 0xa5, 'x' });
	}

}
