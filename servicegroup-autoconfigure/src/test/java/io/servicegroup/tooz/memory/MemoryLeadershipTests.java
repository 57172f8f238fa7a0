package io.servicegroup.tooz.memory;

import io.servicegroup.servers.MemoryServer;
import io.servicegroup.servers.ServerProcess;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.LeadershipContract;
import io.servicegroup.tooz.LocalMember;

class MemoryLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	protected ServerProcess startLeader(String member) {
		return opened(LocalMember.contending(url(), member, "leader", this.group));
	}

}
