package io.servicegroup.tooz.memcached;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import io.servicegroup.tooz.NotesStore;
import io.servicegroup.tooz.SerializationError;
import net.spy.memcached.CASValue;
import org.jspecify.annotations.Nullable;

/**
 * Groups' notes as items that never expire. Where the last note is taken away, one of no
 * bytes is left: a deletion cannot ask what it deletes.
 */
final class MemcachedNotes implements NotesStore {

	private final MemcachedCommands commands;

	private final UnaryOperator<String> key;

	/**
	 * Creates them.
	 * @param key where those of a group are
	 */
	MemcachedNotes(MemcachedCommands commands, UnaryOperator<String> key) {
		this.commands = commands;
		this.key = key;
	}

	@Override
	public byte[] read(String group) {
		String key = this.key.apply(group);
		Item item = this.commands.get(List.of(key)).get().get(key);
		if (item != null && item.flags() != Item.MSGPACK) {
			throw new SerializationError("The item '" + key + "' has the flags " + item.flags(), null);
		}
		return record(item);
	}

	private static byte[] record(@Nullable Item item) {
		return (item != null && item.flags() == Item.MSGPACK) ? item.data() : NOTHING;
	}

	@Override
	public boolean replace(String group, byte[] was, byte[] now) {
		String key = this.key.apply(group);
		CASValue<Item> stored = this.commands.gets(key).get();
		if (!Arrays.equals(was, record((stored != null) ? stored.getValue() : null))) {
			return false;
		}
		Item item = Item.msgpack(now);
		return ((stored != null) ? this.commands.cas(key, stored, Expiry.NEVER, item)
				: this.commands.add(key, Expiry.NEVER, item))
			.get();
	}

}
