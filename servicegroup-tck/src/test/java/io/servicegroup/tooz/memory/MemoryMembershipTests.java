package io.servicegroup.tooz.memory;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;

class MemoryMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		MemoryProbe.put(this.server, group, member, broken);
	}

}
