package io.servicegroup.membership;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisSwitchesTests extends SwitchesContract {

	@Override
	protected StoreServer createServer() {
		return new RedisServer();
	}

	@Override
	protected void loseData() {
		this.server.stop();
		this.server.start();
	}

}
