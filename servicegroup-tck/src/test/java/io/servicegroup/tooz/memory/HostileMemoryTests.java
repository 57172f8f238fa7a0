package io.servicegroup.tooz.memory;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.MemoryServer;
import io.servicegroup.tck.servers.StoreServer;

class HostileMemoryTests extends HostileStoreContract {

	@Override
	protected StoreServer createServer() {
		return new MemoryServer();
	}

	@Override
	public List<Kind> kinds() {
		return List.of(
				new Kind("capabilities", CAPABILITIES,
						(bytes) -> MemoryProbe.put(this.server, this.group, "other", bytes)),
				new Kind("member id", "other", this::putMember), new Kind("group id", "other", this::putGroup),
				new Kind("annotations", ANNOTATIONS,
						(bytes) -> MemoryProbe.putAnnotations(this.server, this.group, bytes)));
	}

	private void putMember(byte[] id) {
		MemoryProbe.put(this.server, this.group, text(id), CAPABILITIES);
	}

	private void putGroup(byte[] id) {
		if (!text(id).equals(this.group)) {
			MemoryProbe.putAnnotations(this.server, text(id), ANNOTATIONS);
		}
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
