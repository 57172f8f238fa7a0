package io.servicegroup.interop;

import io.servicegroup.tck.servers.SharedDirectory;
import io.servicegroup.tck.servers.StoreServer;
import org.junit.jupiter.api.Tag;

@Tag("long")
class FileInteropTests extends InteropContract {

	@Override
	protected StoreServer createServer() {
		return new SharedDirectory();
	}

	/** tooz's file driver cannot update capabilities. */
	@Override
	protected void pythonUpdates(PythonMember python, String group, Object capabilities) {
		assertRaises("NotImplemented", () -> super.pythonUpdates(python, group, capabilities));
	}

	@Override
	protected Object capabilitiesAfterPythonUpdate(Object before, Object updated) {
		return before;
	}

}
