package io.servicegroup.tooz.memcached;

import net.spy.memcached.CachedData;
import net.spy.memcached.transcoders.Transcoder;

/**
 * Keeps spymemcached from serializing anything, and the flags where they are.
 */
final class ItemTranscoder implements Transcoder<Item> {

	@Override
	public boolean asyncDecode(CachedData data) {
		return false;
	}

	@Override
	public CachedData encode(Item item) {
		return new CachedData(item.flags(), item.data(), getMaxSize());
	}

	@Override
	public Item decode(CachedData data) {
		return new Item(data.getFlags(), data.getData());
	}

	@Override
	public int getMaxSize() {
		// What is too large the server knows.
		return Integer.MAX_VALUE;
	}

}
