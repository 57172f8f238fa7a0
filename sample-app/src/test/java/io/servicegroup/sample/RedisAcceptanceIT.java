package io.servicegroup.sample;

import java.time.Duration;

import io.servicegroup.tck.servers.RedisServer;
import io.servicegroup.tck.servers.StoreServer;

class RedisAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new RedisServer();
	}

	@Override
	Duration leaveLimit() {
		return Duration.ofSeconds(1);
	}

}
