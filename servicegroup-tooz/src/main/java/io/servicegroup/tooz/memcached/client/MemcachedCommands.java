package io.servicegroup.tooz.memcached.client;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.servicegroup.tooz.CoordinationException;
import io.servicegroup.tooz.CoordinationInterruptedException;
import io.servicegroup.tooz.StoreUnavailableException;
import io.servicegroup.tooz.ToozUrl;
import org.jspecify.annotations.Nullable;

/**
 * Sends commands to one memcached server. Each method connects if necessary, sends its
 * command and returns. {@link Reply#await} waits for the reply, up to the timeout.
 * Commands that are sent before the first reply is awaited cost one round trip together.
 * Thread-safe.
 * <p>
 * Every method, or its reply, throws a {@link CoordinationException}: a
 * {@link StoreUnavailableException} if the server cannot be reached, and an
 * {@link io.servicegroup.tooz.OperationTimeoutException} if it does not reply in time.
 */
public final class MemcachedCommands {

	private final ReconnectingClient client;

	/**
	 * Creates the commands for the first host of a URL. Does not connect.
	 * @param url names the server, the credentials and the TLS settings
	 * @param timeout the time for each reply
	 */
	public MemcachedCommands(ToozUrl url, Duration timeout) {
		this.client = new ReconnectingClient(MemcachedAddress.of(url.hosts().get(0)), MemcachedAccess.of(url), timeout);
	}

	/**
	 * Checks that the server answers, by reading a key. Blocks.
	 * @param key any valid key; it does not have to exist
	 */
	public void ping(String key) {
		get(List.of(key)).await();
	}

	/**
	 * Connects if necessary, and checks that the server answers. Blocks.
	 * @param key any valid key
	 * @throws StoreUnavailableException if the server cannot be reached, does not answer
	 * in time, or refuses the command
	 */
	public void connect(String key) {
		try {
			ping(key);
		}
		catch (StoreUnavailableException | CoordinationInterruptedException ex) {
			throw ex;
		}
		catch (CoordinationException ex) {
			throw new StoreUnavailableException("Cannot connect to memcached: " + ex.getMessage(), ex);
		}
	}

	/**
	 * Reads any number of items in one round trip.
	 * @param keys the keys
	 * @return the items by key, without missing ones
	 */
	public Reply<Map<String, Item>> get(Collection<String> keys) {
		return this.client.query((client) -> client.items(keys));
	}

	/**
	 * Reads items with their versions, in one round trip.
	 * @param keys the keys
	 * @return the items by key, without missing ones
	 */
	public Reply<Map<String, VersionedItem>> gets(Collection<String> keys) {
		return this.client.query((client) -> client.versionedItems(keys));
	}

	/**
	 * Reads items with their versions, in one round trip. Does not repeat the command if
	 * the connection breaks.
	 * @param keys the keys
	 * @return the items by key, without missing ones
	 */
	public Reply<Map<String, VersionedItem>> getsOnce(Collection<String> keys) {
		return this.client.send((client) -> client.versionedItems(keys));
	}

	/**
	 * Reads the versions of items, without the items, in one round trip. Does not repeat
	 * the command if the connection breaks.
	 * @param keys the keys
	 * @return the versions by key, without those of missing items; none if
	 * {@link #hasMetaCommands} returns {@code false}
	 */
	public Reply<Map<String, ItemVersion>> versions(Collection<String> keys) {
		return look(keys, " c s", 2,
				(connection, numbers) -> new ItemVersion(connection, numbers[0], Math.toIntExact(numbers[1])));
	}

	/**
	 * Changes the times to live of items, and returns what they were before, in one round
	 * trip. Does not change versions. Does not repeat the command if the connection
	 * breaks.
	 * @param exptimes the new exptime by key, see {@link Expiry}; {@code null} to only
	 * look at the item
	 * @return the states by key, without those of missing items; none if
	 * {@link #hasMetaCommands} returns {@code false}
	 */
	public Reply<Map<String, ItemState>> renew(Map<String, @Nullable Integer> exptimes) {
		Map<String, String> flags = new LinkedHashMap<>();
		exptimes.forEach((key, exptime) -> flags.put(key, " t c s" + ((exptime != null) ? " T" + exptime : "")));
		return look(flags, 3, (connection, numbers) -> new ItemState(
				new ItemVersion(connection, numbers[1], Math.toIntExact(numbers[2])), numbers[0]));
	}

	private <T> Reply<Map<String, T>> look(Collection<String> keys, String flags, int count, Parser<T> parser) {
		Map<String, String> all = new LinkedHashMap<>();
		keys.forEach((key) -> all.put(key, flags));
		return look(all, count, parser);
	}

	private <T> Reply<Map<String, T>> look(Map<String, String> flags, int count, Parser<T> parser) {
		Reply<Client.Looked> reply = this.client.send((client) -> client.look(flags));
		return reply.map((looked) -> {
			Map<String, T> found = new HashMap<>(looked.numbers().size() * 4 / 3 + 1);
			looked.numbers().forEach((key, numbers) -> {
				if (numbers.length == count) {
					found.put(key, parser.parse(looked.connection(), numbers));
				}
			});
			return found;
		});
	}

	/**
	 * Reads for how long items live, without the items, in one round trip. Does not
	 * repeat the command if the connection breaks.
	 * @param keys the keys
	 * @return the remaining seconds by key, without those of missing items: the server
	 * counts whole seconds, and the first of them may be over; none if
	 * {@link #hasMetaCommands} returns {@code false}
	 */
	public Reply<Map<String, Long>> remainingSeconds(Collection<String> keys) {
		return look(keys, " t", 1, (connection, numbers) -> (numbers[0] < 0) ? Long.MAX_VALUE : numbers[0]);
	}

	/**
	 * Returns whether there is a connection to a server that knows the meta commands of
	 * memcached 1.6. A connection for SASL does not, nor does one to an older server, or
	 * through a proxy that does not pass them on.
	 * @return whether {@link #versions} and {@link #remainingSeconds} return anything
	 */
	public boolean hasMetaCommands() {
		return this.client.hasMetaCommands();
	}

	/**
	 * Reads an item with its version, for {@link #cas}.
	 * @param key the key
	 * @return the item, or {@code null} if there is none
	 */
	public Reply<@Nullable VersionedItem> gets(String key) {
		return this.client.query((client) -> client.versionedItem(key));
	}

	/**
	 * Writes an item.
	 * @param key the key
	 * @param exptime see {@link Expiry}
	 * @param item the item
	 * @return {@code true}, as a failed write throws
	 */
	public Reply<Boolean> set(String key, int exptime, Item item) {
		return this.client.send((client) -> client.set(key, exptime, item));
	}

	/**
	 * Writes an item if there is none.
	 * @param key the key
	 * @param exptime see {@link Expiry}
	 * @param item the item
	 * @return whether it was written
	 */
	public Reply<Boolean> add(String key, int exptime, Item item) {
		return this.client.send((client) -> client.add(key, exptime, item));
	}

	/**
	 * Writes an item, unless it has changed or was removed since it was read.
	 * @param key the key
	 * @param read the item as {@link #gets} has read it
	 * @param exptime see {@link Expiry}
	 * @param item the new item
	 * @return whether it was written
	 */
	public Reply<Boolean> cas(String key, VersionedItem read, int exptime, Item item) {
		return this.client.send((client) -> client.compareAndSet(key, read.version(), exptime, item));
	}

	/**
	 * Changes an item's time to live, but not its version.
	 * @param key the key
	 * @param exptime see {@link Expiry}
	 * @return whether there is such an item
	 */
	public Reply<Boolean> touch(String key, int exptime) {
		return this.client.send((client) -> client.changeExpiry(key, exptime));
	}

	/**
	 * Deletes an item.
	 * @param key the key
	 * @return whether there was one
	 */
	public Reply<Boolean> delete(String key) {
		return this.client.send((client) -> client.remove(key));
	}

	/**
	 * Reads the server's statistics. Sends the command when the reply is awaited.
	 * @return the values by name, such as {@code evictions}
	 */
	public Reply<Map<String, String>> statistics() {
		return () -> this.client.send(Client::statistics).await();
	}

	/**
	 * Returns whether a command would be sent without connecting first.
	 * @return whether there is a connection
	 */
	public boolean isConnected() {
		return this.client.isConnected();
	}

	/**
	 * Returns the address of the server to which there is a connection, or {@code null}
	 * if there is none.
	 * @return the address
	 */
	public @Nullable SocketAddress server() {
		return this.client.server();
	}

	/**
	 * Returns the number of the connection, which no other one has.
	 * @return the number, or -1 if there is no connection
	 */
	public long connection() {
		return this.client.number();
	}

	/** Returns the time since bytes last arrived, in nanoseconds. */
	public long silence() {
		return this.client.silence();
	}

	/**
	 * Shortens the timeout of all later calls.
	 * @param max the longest timeout from now on
	 */
	public void limitTimeout(Duration max) {
		this.client.limitTimeout(max);
	}

	/** Disconnects and never connects again. Does not block. */
	public void close() {
		this.client.close();
	}

	/** Returns the server's address, for messages. */
	@Override
	public String toString() {
		return this.client.toString();
	}

	/**
	 * Creates what is returned of an item.
	 */
	private interface Parser<T> {

		T parse(long connection, long[] numbers);

	}

}
