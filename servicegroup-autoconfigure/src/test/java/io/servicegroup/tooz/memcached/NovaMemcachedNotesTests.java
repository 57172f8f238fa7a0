package io.servicegroup.tooz.memcached;

import java.util.Map;

import io.servicegroup.servers.MemcachedSocket;
import io.servicegroup.servers.NovaMemcached;
import io.servicegroup.servers.StoreServer;
import io.servicegroup.tooz.NotesContract;

class NovaMemcachedNotesTests extends NotesContract {

	@Override
	protected StoreServer createServer() {
		return new NovaMemcached();
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
		try (MemcachedSocket socket = ((NovaMemcached) this.server).connect()) {
			socket.set(NovaKeys.notes(this.group), flags, data);
		}
	}

	@Override
	protected void restart() {
		this.server.stop();
		this.server.start();
	}

	/** It is a cache. */
	@Override
	protected Map<String, String> kept(Map<String, String> notes) {
		return Map.of();
	}

}
