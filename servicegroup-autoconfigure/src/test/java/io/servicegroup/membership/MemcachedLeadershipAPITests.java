package io.servicegroup.membership;

import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MemcachedLeadershipAPITests extends ServerLeadershipAPIContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

}
