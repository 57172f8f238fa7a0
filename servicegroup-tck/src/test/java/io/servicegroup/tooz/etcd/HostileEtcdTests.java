package io.servicegroup.tooz.etcd;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.EtcdProbe;
import io.servicegroup.tck.servers.EtcdServer;
import io.servicegroup.tck.servers.StoreServer;

class HostileEtcdTests extends HostileStoreContract {

	private byte[] lastKey = { 'x' };

	@Override
	protected StoreServer createServer() {
		return new EtcdServer();
	}

	private EtcdProbe probe() {
		return ((EtcdServer) this.server).probe();
	}

	@Override
	public List<Kind> kinds() {
		String key = EtcdKeys.group(this.group);
		return List.of(new Kind("capabilities", CAPABILITIES, to(key + "other")),
				new Kind("member id", "other", (bytes) -> putKey(key, bytes)), new Kind("group", key, to(key)),
				new Kind("group id", "other/", (bytes) -> putKey(EtcdKeys.GROUPS, bytes)),
				new Kind("other group", "", to(EtcdKeys.group("other"))),
				new Kind("annotations", ANNOTATIONS, to(EtcdKeys.switches(this.group))),
				new Kind("lock", "0123456789abcdef", to(EtcdKeys.lock("x"))),
				new Kind("leader", "other", to(EtcdKeys.leader(this.group))));
	}

	private Consumer<byte[]> to(String key) {
		return (bytes) -> probe().put(key, bytes, 0);
	}

	private void putKey(String prefix, byte[] rest) {
		ByteArrayOutputStream key = new ByteArrayOutputStream();
		key.writeBytes(EtcdKeys.bytes(prefix));
		key.writeBytes(rest);
		probe().call("kv/deleterange", Map.of("key", this.lastKey));
		boolean exists = key.toString(java.nio.charset.StandardCharsets.UTF_8).equals(prefix)
				|| key.toString(java.nio.charset.StandardCharsets.UTF_8).equals(EtcdKeys.group(this.group));
		this.lastKey = exists ? this.lastKey : key.toByteArray();
		probe().call("kv/put", Map.of("key", this.lastKey, "value", CAPABILITIES));
	}

}
