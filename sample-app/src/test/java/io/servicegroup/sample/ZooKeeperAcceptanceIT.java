package io.servicegroup.sample;

import java.time.Duration;

import io.servicegroup.servers.ZooKeeperServer;
import io.servicegroup.servers.StoreServer;

class ZooKeeperAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new ZooKeeperServer();
	}

	@Override
	Duration leaving() {
		return Duration.ofSeconds(1);
	}

}
