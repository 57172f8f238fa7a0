package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;

class MySqlLockInteropTests extends LockInteropContract {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_", "is_still_owner");
	}

	/** Names are utf8mb3 there, and have 64 characters at most. */
	@Override
	protected String unicode() {
		return "schloß-✓-it's-\"\\";
	}

}
