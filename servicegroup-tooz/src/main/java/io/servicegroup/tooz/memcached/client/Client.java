package io.servicegroup.tooz.memcached.client;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * The commands of one connection. A future fails with a {@link RefusedException} if the
 * server refused the command, and with a
 * {@link java.util.concurrent.CancellationException} if the connection was lost.
 */
interface Client {

	Connection connection();

	Future<Boolean> set(String key, int exptime, Item item);

	Future<Boolean> add(String key, int exptime, Item item);

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

	Future<Boolean> authenticate(String user, String password);

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
