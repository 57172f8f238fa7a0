package io.servicegroup.membership;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class DbMariaDbServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	@Test
	void nobodyLeavesWhileWritesAreRefused() {
		checkThatNobodyLeavesWhileWritesAreRefused("SET SESSION TRANSACTION READ ONLY");
	}

}
