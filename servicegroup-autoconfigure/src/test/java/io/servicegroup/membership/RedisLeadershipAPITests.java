package io.servicegroup.membership;

import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

class RedisLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Test
	void aRecordOfAnotherTypeDoesNotAffectOtherGroups() {
		RedisProbe probe = new RedisProbe(((RedisServer) this.server).port());
		assertNoOtherGroupIsAffected((broken) -> probe.command("RPUSH", "_tooz_leader_of_" + broken + "_lock", "x"));
	}

}
