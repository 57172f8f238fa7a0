package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.MariaDbServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class MySqlLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaCannotBreak, BrokenLockInterop.PythonCannotBreak {

	@Override
	protected StoreServer createServer() {
		return new MariaDbServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_", "is_still_owner");
	}

	/** Lock names are utf8mb3 in MySQL, and have at most 64 characters. */
	@Override
	protected String unicode() {
		return "schloß-✓-it's-\"\\";
	}

}
