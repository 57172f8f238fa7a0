package io.servicegroup.tooz.memcached;

import java.util.List;
import java.util.function.Consumer;

import io.servicegroup.tck.HostileStoreContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.Capabilities;
import io.servicegroup.tooz.format.RawMsgpack;
import io.servicegroup.tooz.memcached.client.Item;

class HostileMemcachedTests extends HostileStoreContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Override
	public List<Kind> kinds() {
		String key = MemcachedKeys.group(this.group);
		byte[] healthy = Capabilities.encode(java.util.Map.of("zone", "a"));
		GroupItem both = GroupItem.EMPTY.with("other", CAPABILITIES).with("healthy", healthy);
		return List.of(new Kind("group", both.pack(), true, to(key, Item.MSGPACK)),
				new Kind("group of one", GroupItem.EMPTY.with("healthy", healthy).pack(), true, to(key, Item.MSGPACK)),
				new Kind("flags", both.pack(), true, (bytes) -> to(key, bytes.length % 5).accept(bytes)),
				new Kind("list of groups", RawMsgpack.packArray(List.of(RawMsgpack.id("other"))),
						to(MemcachedKeys.GROUP_LIST, Item.MSGPACK)),
				new Kind("beat", "It's alive!", to(MemcachedKeys.heartbeat("other"), Item.RAW)),
				new Kind("holder", "01234567-89ab-cdef-0123-456789abcdef", to(MemcachedKeys.holder("other"), Item.RAW)),
				new Kind("other group", both.pack(), to(MemcachedKeys.group("other"), Item.MSGPACK)),
				new Kind("annotations", ANNOTATIONS, to(MemcachedKeys.annotations(this.group), Item.MSGPACK)),
				new Kind("lock", "other", to(MemcachedKeys.lock("x"), Item.RAW)),
				new Kind("leader", "other", to(MemcachedKeys.leader(this.group), Item.RAW)),
				new Kind("packed leader", RawMsgpack.id("other"), to(MemcachedKeys.leader(this.group), Item.MSGPACK)));
	}

	private Consumer<byte[]> to(String key, int flags) {
		return (bytes) -> {
			try (MemcachedSocket socket = ((MemcachedServer) this.server).connect()) {
				socket.set(key, flags, bytes);
			}
		};
	}

}
