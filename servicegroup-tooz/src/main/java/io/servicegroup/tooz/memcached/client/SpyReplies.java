package io.servicegroup.tooz.memcached.client;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import net.spy.memcached.ops.GetOperation;
import net.spy.memcached.ops.GetsOperation;

/**
 * Replies with items, over spymemcached.
 */
final class SpyReplies {

	private SpyReplies() {
	}

	/** Collects the items of a reply. */
	static final class Items extends StatusFuture implements GetOperation.Callback {

		private final Map<String, Item> found = new HashMap<>();

		Items(String keys) {
			super(keys);
		}

		Map<String, Item> found() {
			return this.found;
		}

		@Override
		public void gotData(String key, int flags, byte[] data) {
			this.found.put(key, new Item(flags, data));
		}

	}

	/** Collects the items of a reply with their versions. */
	static final class Versioned extends StatusFuture implements GetsOperation.Callback {

		private final Map<String, VersionedItem> found = new ConcurrentHashMap<>();

		private final long connection;

		Versioned(String keys, long connection) {
			super(keys);
			this.connection = connection;
		}

		Map<String, VersionedItem> found() {
			return this.found;
		}

		@Override
		public void gotData(String key, int flags, long version, byte[] data) {
			this.found.put(key, new VersionedItem(new Item(flags, data), version, this.connection));
		}

	}

}
