package io.servicegroup.example;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.StoreServer;

class KvHostileTests extends HostileStoreContract {

	@Override
	protected StoreServer createServer() {
		return new KvServer();
	}

	@Override
	public List<Kind> kinds() {
		byte[] member = ByteBuffer.allocate(16 + CAPABILITIES.length).put(new byte[16]).put(CAPABILITIES).array();
		return List.of(new Kind("member", member, to("member/" + this.group + "/other")),
				new Kind("other group", "", to("group/other")),
				new Kind("annotations", ANNOTATIONS, to("switches/" + this.group)),
				new Kind("lock", "5f0e other", to("lock/x")),
				new Kind("leader", "5f0e other", to("leader/" + this.group)),
				new Kind("member id", "other", (bytes) -> put("member/" + this.group + "/", bytes)),
				new Kind("group id", "other", (bytes) -> put("group/", bytes)));
	}

	private Consumer<byte[]> to(String key) {
		return (bytes) -> ((KvServer) this.server).put(key, bytes);
	}

	/** Sets a key that ends with these bytes. */
	private void put(String prefix, byte[] end) {
		((KvServer) this.server).put(prefix + new String(end, StandardCharsets.ISO_8859_1), new byte[16]);
	}

}
