package io.servicegroup.sample;

import java.time.Duration;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;

class MemcachedAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new MemcachedServer();
	}

	@Override
	Duration leaveLimit() {
		return Duration.ofSeconds(2);
	}

}
