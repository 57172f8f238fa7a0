package io.servicegroup.tooz.memcached;

import io.servicegroup.tck.TimeoutMembershipContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.memcached.client.Item;

class MemcachedMembershipTests extends TimeoutMembershipContract {

	/** The limit of a key of memcached is 250 bytes. */
	@Override
	protected int longestId() {
		return 100;
	}

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	/** Invalid msgpack would break the whole group, which is one item. */
	@Override
	protected void breakCapabilities(String group, String member, byte[] broken) {
		change(group, (item) -> item.with(member, broken));
	}

	private void change(String group, java.util.function.UnaryOperator<GroupItem> change) {
		try (MemcachedSocket socket = ((MemcachedServer) this.server).connect()) {
			MemcachedSocket.Item item = socket.get(MemcachedKeys.group(group));
			GroupItem read = GroupItem.read(group, new Item(item.flags(), item.data()));
			socket.set(MemcachedKeys.group(group), Item.MSGPACK, change.apply(read).pack());
		}
	}

}
