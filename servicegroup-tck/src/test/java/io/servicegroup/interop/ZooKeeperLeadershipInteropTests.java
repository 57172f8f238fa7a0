package io.servicegroup.interop;

import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tck.servers.ZooKeeperServer;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class ZooKeeperLeadershipInteropTests extends LeadershipInteropContract {

	@Override
	protected StoreServer createServer() {
		return new ZooKeeperServer();
	}

	/** tooz's ZooKeeper driver decodes ids as ASCII. */
	@Override
	protected String unicode() {
		return "it's";
	}

	@Override
	protected Leader seenByJava(String python) {
		return new Leader(python);
	}

	@Override
	protected void assertSeenByPython(PythonMember python, String group, String leader) {
		assertThat(python.leader(group)).isEqualTo(leader);
	}

	@Override
	protected void resign(PythonMember python, String group) {
		python.callOn("stand_down_group_leader", group);
	}

}
