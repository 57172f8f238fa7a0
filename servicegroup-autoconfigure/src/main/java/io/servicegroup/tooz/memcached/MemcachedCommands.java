package io.servicegroup.tooz.memcached;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.servicegroup.tooz.ToozError;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * The few commands of memcached that are in use. Each is sent at once; asking for its
 * answer waits.
 */
final class MemcachedCommands {

	private static final ItemTranscoder ITEMS = new ItemTranscoder();

	private static final int ALWAYS_FITS = 512 * 1024;

	private static final int USUAL_LIMIT = 1024 * 1024;

	/** The server's own header of an item, rounded up. */
	private static final int ITEM_HEADER = 64;

	private final MemcachedLink link;

	MemcachedCommands(MemcachedLink link) {
		this.link = link;
	}

	/**
	 * Reads any number of items in one round trip; those that are absent are left out.
	 */
	Supplier<Map<String, Item>> get(Collection<String> keys) {
		return this.link.query((client) -> client.asyncGetBulk(keys, ITEMS));
	}

	/** Reads an item with the number that {@link #cas} wants; {@code null} if absent. */
	Supplier<@Nullable CASValue<Item>> gets(String key) {
		return this.link.query((client) -> client.asyncGets(key, ITEMS));
	}

	Supplier<Boolean> set(String key, int exptime, Item item) {
		return this.link.send((client) -> client.set(key, exptime, item, ITEMS));
	}

	/** Writes an item if there is none. */
	Supplier<Boolean> add(String key, int exptime, Item item) {
		return this.link.send((client) -> client.add(key, exptime, item, ITEMS));
	}

	/** Writes an item if it is still the one that was read. */
	Supplier<Boolean> cas(String key, CASValue<Item> read, int exptime, Item item) {
		requireRoom(key, item);
		Supplier<CASResponse> response = this.link
			.send((client) -> client.asyncCAS(key, read.getCas(), exptime, item, ITEMS));
		return () -> response.get() == CASResponse.OK;
	}

	/** Gives an item another time to live, and leaves its number for {@link #cas}. */
	Supplier<Boolean> touch(String key, int exptime) {
		return this.link.send((client) -> client.touch(key, exptime));
	}

	Supplier<Boolean> delete(String key) {
		return this.link.send((client) -> client.delete(key));
	}

	/**
	 * Refuses what the server would refuse. Not left to the server, because spymemcached
	 * takes its answer to a cas for a broken connection, and would send it all again.
	 */
	private void requireRoom(String key, Item item) {
		int size = item.data().length + key.length() + ITEM_HEADER;
		if (size > ALWAYS_FITS && size > limit()) {
			throw new ToozError("The item '" + key + "' would have " + size + " bytes, which is more than " + this.link
					+ " takes: a group is one item. Use fewer members or smaller capabilities, or raise "
					+ "the server's limit (memcached -I)", null);
		}
	}

	private int limit() {
		return this.link.send((client) -> CompletableFuture.completedFuture(client.getStats("settings")))
			.get()
			.values()
			.stream()
			.map((settings) -> settings.get("item_size_max"))
			.filter(Objects::nonNull)
			.findFirst()
			.map(Integer::parseInt)
			.orElse(USUAL_LIMIT);
	}

}
