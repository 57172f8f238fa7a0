package io.servicegroup.sample;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

import io.servicegroup.interop.PythonMember;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;

class ZooKeeperAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	Duration leaveLimit() {
		return Duration.ofSeconds(1);
	}

	/** After an election, tooz lists the leader node as a member. */
	@Override
	Set<String> membersSeenBy(PythonMember python) {
		Set<String> members = new HashSet<>(super.membersSeenBy(python));
		members.remove("leader");
		return members;
	}

}
