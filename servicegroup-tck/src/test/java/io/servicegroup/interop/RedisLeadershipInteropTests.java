package io.servicegroup.interop;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Leader;

class RedisLeadershipInteropTests extends LeadershipInteropContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	/** tooz's Redis driver stores a token, not the leader's id. */
	@Override
	protected Leader seenByJava(String python) {
		return Leader.UNKNOWN;
	}

	@Override
	protected void assertSeenByPython(PythonMember python, String group, String leader) {
		assertRaises("NotImplemented", () -> python.leader(group));
	}

	/** tooz's Redis driver cannot resign, only stop. */
	@Override
	protected void resign(PythonMember python, String group) {
		assertRaises("NotImplemented", () -> python.callOn("stand_down_group_leader", group));
		python.call("stop");
	}

}
