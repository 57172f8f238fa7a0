package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaCannotBreak, BrokenLockInterop.PythonCannotBreak {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("break_");
	}

}
