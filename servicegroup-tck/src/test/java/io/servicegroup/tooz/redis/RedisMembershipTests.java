package io.servicegroup.tooz.redis;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.RedisProbe;
import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	private RedisProbe probe() {
		return ((RedisServer) this.server).probe();
	}

	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		probe().command("HSET", "_tooz_group:" + group, member, broken);
	}

}
