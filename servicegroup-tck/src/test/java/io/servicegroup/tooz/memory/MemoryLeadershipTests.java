package io.servicegroup.tooz.memory;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.LocalMember;

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
