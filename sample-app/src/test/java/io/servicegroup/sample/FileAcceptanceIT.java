package io.servicegroup.sample;

import java.time.Duration;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileAcceptanceIT extends AcceptanceContract {

	@Override
	StoreServer createServer() {
		return new SharedDirectory();
	}

	@Override
	Duration leaveLimit() {
		return Duration.ofSeconds(2);
	}

}
