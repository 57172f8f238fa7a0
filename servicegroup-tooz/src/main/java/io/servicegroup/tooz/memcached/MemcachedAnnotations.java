package io.servicegroup.tooz.memcached;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.SerializationException;
import io.servicegroup.tooz.memcached.client.Expiry;
import io.servicegroup.tooz.memcached.client.Item;
import io.servicegroup.tooz.memcached.client.MemcachedCommands;
import io.servicegroup.tooz.memcached.client.VersionedItem;
import io.servicegroup.tooz.spi.AnnotationStore;
import org.jspecify.annotations.Nullable;

/**
 * Stores the annotations of a group as an item that never expires. Removing the last
 * annotation leaves an item without data, as memcached has no conditional delete.
 */
final class MemcachedAnnotations implements AnnotationStore {

	private final MemcachedCommands commands;

	private final UnaryOperator<String> key;

	/**
	 * Creates the store.
	 * @param key returns the key for a group
	 */
	MemcachedAnnotations(MemcachedCommands commands, UnaryOperator<String> key) {
		this.commands = commands;
		this.key = key;
	}

	@Override
	public byte[] read(String group) {
		String key = this.key.apply(group);
		Item item = this.commands.get(List.of(key)).await().get(key);
		if (item != null && item.flags() != Item.MSGPACK) {
			throw new SerializationException(
					"Item '" + key + "' in memcached has the flags " + item.flags() + " instead of " + Item.MSGPACK,
					null);
		}
		return record(item);
	}

	private static byte[] record(@Nullable Item item) {
		return (item != null && item.flags() == Item.MSGPACK) ? item.data() : NOTHING;
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		String key = this.key.apply(group);
		VersionedItem stored = this.commands.gets(key).await();
		if (!Arrays.equals(was, record((stored != null) ? stored.item() : null))) {
			return false;
		}
		Item item = Item.msgpack(now);
		return ((stored != null) ? this.commands.cas(key, stored, Expiry.NEVER, item)
				: this.commands.add(key, Expiry.NEVER, item))
			.await();
	}

}
