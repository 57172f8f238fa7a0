package io.servicegroup.sample;

import java.time.Duration;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new EtcdServer();
	}

	@Override
	Duration leaveLimit() {
		return Duration.ofSeconds(1);
	}

}
