package io.servicegroup.tooz.memcached;

import java.time.Instant;

import io.servicegroup.servers.MemcachedSocket;
import io.servicegroup.servers.NovaMemcached;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.TimeoutMembershipContract;

class NovaMemcachedMembershipTests extends TimeoutMembershipContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
	}

	@Override
	protected void breakCapabilities(String group, String member) {
		try (MemcachedSocket socket = ((NovaMemcached) this.server).connect()) {
			MemcachedSocket.Item item = socket.get(group + ":" + member);
			NovaValue value = NovaValue.read(new Item(item.flags(), item.data()));
			Item broken = new NovaValue(value.token(), new byte[] { (byte) 0xd4, 0, 'x' }).item(Instant.now());
			socket.set(group + ":" + member, broken.flags(), broken.data());
		}
	}

	@Override
	protected boolean hidesBroken() {
		return false;
	}

}
