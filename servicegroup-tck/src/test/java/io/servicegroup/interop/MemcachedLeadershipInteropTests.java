package io.servicegroup.interop;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Leader;
import org.junit.jupiter.api.Tag;

import static org.assertj.core.api.Assertions.assertThat;

@Tag("long")
class MemcachedLeadershipInteropTests extends LeadershipInteropContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Override
	protected Leader seenByJava(String python) {
		return new Leader(python);
	}

	@Override
	protected void assertSeenByPython(PythonMember python, String group, String leader) {
		assertThat(python.leader(group)).isEqualTo(leader);
	}

	/** tooz's memcached driver cannot resign, only stop. */
	@Override
	protected void resign(PythonMember python, String group) {
		assertRaises("NotImplemented", () -> python.callOn("stand_down_group_leader", group));
		python.call("stop");
	}

}
