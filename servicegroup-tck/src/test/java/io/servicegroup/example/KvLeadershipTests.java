package io.servicegroup.example;

import io.servicegroup.tck.LeadershipContract;
import io.servicegroup.tck.servers.ServerProcess;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.coordination.LocalMember;

class KvLeadershipTests extends LeadershipContract {

	@Override
	protected StoreServer createServer() {
		return new KvServer();
	}

	@Override
	protected ServerProcess startLeader(String member) {
		return opened(LocalMember.contending(url(), member, "leader", this.group));
	}

}
