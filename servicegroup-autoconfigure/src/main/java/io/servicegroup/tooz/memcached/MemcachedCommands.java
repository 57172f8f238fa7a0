package io.servicegroup.tooz.memcached;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.servicegroup.tooz.ToozConnectionError;
import io.servicegroup.tooz.ToozError;
import net.spy.memcached.CASValue;
import net.spy.memcached.ops.StoreType;
import org.jspecify.annotations.Nullable;

/**
 * The few commands of memcached that are in use. Each is sent at once; asking for its
 * answer waits.
 */
final class MemcachedCommands {

	private static final ItemTranscoder ITEMS = new ItemTranscoder();

	private final MemcachedLink link;

	MemcachedCommands(MemcachedLink link) {
		this.link = link;
	}

	/**
	 * Finds out whether the server answers.
	 * @param key any that is short enough, as memcached has no question without one
	 */
	void ping(String key) {
		get(List.of(key)).get();
	}

	/**
	 * Connects, or finds out that it cannot.
	 * @throws ToozConnectionError whatever went wrong
	 */
	void connect(String key) {
		try {
			ping(key);
		}
		catch (ToozConnectionError ex) {
			throw ex;
		}
		catch (ToozError ex) {
			throw new ToozConnectionError("No memcached answers: " + ex.getMessage(), ex);
		}
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
		return this.link.send((client) -> client.store(StoreType.set, key, exptime, item));
	}

	/** Writes an item if there is none. */
	Supplier<Boolean> add(String key, int exptime, Item item) {
		return this.link.send((client) -> client.store(StoreType.add, key, exptime, item));
	}

	/** Writes an item if it is still the one that was read. */
	Supplier<Boolean> cas(String key, CASValue<Item> read, int exptime, Item item) {
		return this.link.send((client) -> client.compareAndSet(key, read.getCas(), exptime, item));
	}

	/** Gives an item another time to live, and leaves its number for {@link #cas}. */
	Supplier<Boolean> touch(String key, int exptime) {
		return this.link.send((client) -> client.touch(key, exptime));
	}

	Supplier<Boolean> delete(String key) {
		return this.link.send((client) -> client.delete(key));
	}

	Supplier<Map<String, String>> statistics() {
		return () -> this.link.send((client) -> CompletableFuture.completedFuture(client.getStats()))
			.get()
			.values()
			.stream()
			.findFirst()
			.orElse(Map.of());
	}

	@Override
	public String toString() {
		return this.link.toString();
	}

}
