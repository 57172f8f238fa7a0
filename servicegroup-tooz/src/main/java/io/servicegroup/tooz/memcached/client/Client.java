package io.servicegroup.tooz.memcached.client;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import net.spy.memcached.ops.StoreType;
import org.jspecify.annotations.Nullable;

/**
 * The commands of one connection. A future fails with an
 * {@link net.spy.memcached.ops.OperationException} if the server refused the command, and
 * with a {@link java.util.concurrent.CancellationException} if the connection was lost.
 */
interface Client {

	/** Numbers the connections: their versions are never equal. */
	AtomicLong NUMBERS = new AtomicLong();

	/** A login needs a key but does not use it. */
	String LOGIN_KEY = "login";

	/** Returns the number of the connection. */
	long number();

	Future<Boolean> store(StoreType type, String key, int exptime, Item item);

	Future<Boolean> compareAndSet(String key, long version, int exptime, Item item);

	Future<Boolean> changeExpiry(String key, int exptime);

	Future<Boolean> remove(String key);

	Future<Map<String, Item>> items(Collection<String> keys);

	Future<@Nullable VersionedItem> versionedItem(String key);

	Future<Map<String, VersionedItem>> versionedItems(Collection<String> keys);

	/** Returns whether the server knows meta commands, as far as is known. */
	boolean hasMetaCommands();

	/**
	 * Looks at items by the meta command {@code mg}, without the items. Finds none
	 * without {@link #hasMetaCommands}.
	 * @param flags the flags by key, each with a blank before it: those whose numbers the
	 * server returns, and {@code T} with a new exptime
	 */
	Future<Looked> look(Map<String, String> flags);

	/** Returns the time since bytes last arrived, in nanoseconds. */
	long silence();

	/** Logs in. In the text protocol, a login is a <em>set</em> of any key. */
	default Future<Boolean> authenticate(String user, String password) {
		return store(StoreType.set, LOGIN_KEY, Expiry.NEVER, new Item(0, Item.raw(user + " " + password).data()));
	}

	Future<Map<String, String>> statistics();

	/**
	 * What was seen of items.
	 *
	 * @param connection the number of the connection
	 * @param numbers the numbers of the flags in their order, by key, without those of
	 * missing items
	 */
	record Looked(long connection, Map<String, long[]> numbers) {
	}

}
