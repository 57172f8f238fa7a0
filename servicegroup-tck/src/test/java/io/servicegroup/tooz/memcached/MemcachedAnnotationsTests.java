package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.tck.AnnotationsContract;
import io.servicegroup.tck.servers.MemcachedServer;
import io.servicegroup.tck.servers.MemcachedSocket;
import io.servicegroup.tck.servers.StoreServer;
import io.servicegroup.tooz.memcached.client.Item;

class MemcachedAnnotationsTests extends AnnotationsContract {

	@Override
	protected StoreServer createServer() {
		return new MemcachedServer();
	}

	@Override
	protected void put(byte[] record) {
		put(Item.MSGPACK, record);
	}

	@Override
	protected void putOddity() {
		put(Item.RAW, new byte[] { 'x' });
	}

	private void put(int flags, byte[] data) {
		try (MemcachedSocket socket = connect()) {
			socket.set(key(), flags, data);
		}
	}

	MemcachedSocket connect() {
		return ((MemcachedServer) this.server).connect();
	}

	/** Returns the key of the group's annotations. */
	String key() {
		return MemcachedKeys.annotations(this.group);
	}

	@Override
	protected void restart() {
		this.server.stop();
		this.server.start();
	}

	/** memcached is a cache: a restart loses everything. */
	@Override
	protected Map<String, String> kept(Map<String, String> annotations) {
		return Map.of();
	}

}
