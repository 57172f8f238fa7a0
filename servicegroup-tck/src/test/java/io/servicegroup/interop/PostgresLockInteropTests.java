package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.PostgresServer;
import io.servicegroup.tck.servers.StoreServer;

class PostgresLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaCannotBreak, BrokenLockInterop.PythonCannotBreak {

	@Override
	protected StoreServer createServer() {
		return new PostgresServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_", "is_still_owner");
	}

}
