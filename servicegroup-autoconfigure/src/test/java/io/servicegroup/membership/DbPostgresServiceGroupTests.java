package io.servicegroup.membership;

import java.util.List;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Test;

class DbPostgresServiceGroupTests extends DbServiceGroupContract {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	@Override
	protected List<String> absurdTimes() {
		return List.of("'infinity'", "'-infinity'", "'294276-12-31'", "'4713-01-01 BC'");
	}

	@Test
	void nobodyLeavesWhileWritesAreRefused() {
		checkThatNobodyLeavesWhileWritesAreRefused("SET SESSION CHARACTERISTICS AS TRANSACTION READ ONLY");
	}

}
