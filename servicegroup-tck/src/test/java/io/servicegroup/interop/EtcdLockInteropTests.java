package io.servicegroup.interop;

import java.util.Set;

import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class EtcdLockInteropTests extends LockInteropContract
		implements BrokenLockInterop.JavaBreaks, BrokenLockInterop.PythonBreaks {

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	@Override
	protected Set<String> missingInPython() {
		return Set.of("is_still_owner");
	}

}
